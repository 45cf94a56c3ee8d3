import type pg from 'pg'
import { onDurableConnection } from './durable-connection'
import { type Attempt, insertAuditRows } from './insert'
import { isAboutContent, type Refusal } from './refusal'
import type { AuditRow } from './row'

/**
 * Commits the rows and answers those that PostgreSQL refuses for their content, found by halving, so that one
 * bad event fails alone. Throws when the rest is not known to be committed; all may then be tried again by id.
 */
export async function commitRows(rows: readonly AuditRow[], limitMs: number, attempt: Attempt): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  await onDurableConnection(limitMs, (client) => insertOrHalve(client, rows, attempt, refusals))
  return refusals
}

async function insertOrHalve(
  client: pg.PoolClient,
  rows: readonly AuditRow[],
  attempt: Attempt,
  refusals: Refusal[],
): Promise<void> {
  try {
    await insertAuditRows(client, rows, attempt)
  } catch (error) {
    if (!isAboutContent(error)) throw error
    const [row] = rows
    if (rows.length === 1 && row) {
      refusals.push({ row, error })
      return
    }
    const middle = Math.ceil(rows.length / 2)
    await insertOrHalve(client, rows.slice(0, middle), attempt, refusals)
    await insertOrHalve(client, rows.slice(middle), attempt, refusals)
  }
}
