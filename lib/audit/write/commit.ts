import type pg from 'pg'
import { onDurableConnection } from './durable-connection'
import { insertAuditRows } from './insert'
import { isAboutContent, type Refusal } from './refusal'
import type { AuditRow } from './row'

/**
 * Commits the rows and answers those that PostgreSQL refuses for their content, found by halving, so that one
 * bad event fails alone. Throws when the rest is not known to be committed; all may then be tried again by id.
 */
export async function commitRows(rows: readonly AuditRow[], limitMs: number): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  await onDurableConnection(limitMs, (client) => insertOrHalve(client, rows, refusals))
  return refusals
}

async function insertOrHalve(client: pg.PoolClient, rows: readonly AuditRow[], refusals: Refusal[]): Promise<void> {
  try {
    await insertAuditRows(client, rows)
  } catch (error) {
    if (!isAboutContent(error)) throw error
    const [row] = rows
    if (rows.length === 1 && row) {
      refusals.push({ row, error })
      return
    }
    const middle = Math.ceil(rows.length / 2)
    await insertOrHalve(client, rows.slice(0, middle), refusals)
    await insertOrHalve(client, rows.slice(middle), refusals)
  }
}
