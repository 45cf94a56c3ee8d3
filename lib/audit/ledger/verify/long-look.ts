import type pg from 'pg'
import { onceGivenBack } from '../../../db'

const longestTimerMs = 2 ** 31 - 1

/** Rows of one statement, which is one snapshot, however long it takes: a look at all of a large trail takes long. */
export async function longLook<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = await pool.connect()
  const giveBack = onceGivenBack(client)
  try {
    await client.query('BEGIN READ ONLY; SET LOCAL statement_timeout = 0')
    // The driver's own limit would end a long look at a large trail; 0 would not switch it off.
    const query = { text, values: [...values], query_timeout: longestTimerMs } as pg.QueryConfig
    const { rows } = await client.query<Row>(query)
    await client.query('COMMIT')
    giveBack('usable')
    return rows
  } finally {
    // Unless all went well: it may still be busy, or inside of the transaction.
    giveBack('broken')
  }
}
