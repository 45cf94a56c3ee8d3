import type pg from 'pg'
import { getPool, onceGivenBack } from '../../db'

const longestTimerMs = 2 ** 31 - 1

/**
 * One statement in a transaction of its own that may work as long as it has to (the pool ends others after half a
 * minute) but waits two seconds at most for a lock: who waits for one on the trail makes everybody behind it wait.
 */
export async function queryAtLeisure<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
  const client = await getPool().connect()
  const giveBack = onceGivenBack(client)
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '2s'`)
    // The driver has a limit too; 0 would not switch it off.
    const { rows } = await client.query<R>({ text, values, query_timeout: longestTimerMs } as pg.QueryConfig)
    await client.query('COMMIT')
    giveBack('usable')
    return rows
  } finally {
    // Unless all went well: it may still be busy, or inside of the transaction.
    giveBack('broken')
  }
}
