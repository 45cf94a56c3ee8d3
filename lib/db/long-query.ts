import type pg from 'pg'
import { onceGivenBack } from './give-back'
import { getPool } from './pool'

/** The driver has a limit of its own, which 0 would not switch off. */
const longestTimerMs = 2 ** 31 - 1

/**
 * One statement that only reads, in one snapshot, and may take as long as it has to: the pool ends others after half a
 * minute, and a look at all of a large trail takes longer.
 */
export const longRead = <Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> => longQuery('BEGIN READ ONLY; SET LOCAL statement_timeout = 0', text, values)

/**
 * One statement in a transaction of its own that may work as long, but waits two seconds at most for a lock: who waits
 * for one on the trail makes everybody behind it wait.
 */
export const longWork = <Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> => longQuery(`BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '2s'`, text, values)

async function longQuery<Row extends pg.QueryResultRow>(
  begin: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = await getPool().connect()
  const giveBack = onceGivenBack(client)
  try {
    await client.query(begin)
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
