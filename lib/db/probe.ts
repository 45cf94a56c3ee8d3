import type pg from 'pg'
import { onceGivenBack } from './give-back'
import { getPool } from './pool'

/** The server's own limit for a probe that nobody waits for any more; a little above every caller's. */
const abandonedLimitMs = 2_500

/**
 * One read for a health check, with the milliseconds of the query alone (not of the wait for a connection).
 * When `signal` fires the connection is destroyed, since one that does not answer must not go back to the
 * pool; the server gives the query up by itself soon after. Throws what the driver throws.
 */
export async function probe<Row extends pg.QueryResultRow>(
  signal: AbortSignal,
  query: { name: string; text: string; values?: unknown[] },
): Promise<{ rows: Row[]; queryMs: number }> {
  const client = await getPool().connect()
  const giveBack = onceGivenBack(client)
  const onAbort = () => giveBack('broken')
  signal.addEventListener('abort', onAbort)
  try {
    if (signal.aborted) giveBack('usable')
    signal.throwIfAborted()
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${abandonedLimitMs}`)
    const startedMs = performance.now()
    const { rows } = await client.query<Row>(query)
    const queryMs = performance.now() - startedMs
    await client.query('COMMIT')
    giveBack('usable')
    return { rows, queryMs }
  } catch (error) {
    giveBack('broken')
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
