import { onDurableConnection } from '../../lib/audit/write/durable-connection'
import { insertAuditRows } from '../../lib/audit/write/insert'
import { isAboutContent, type Refusal } from '../../lib/audit/write/refusal'
import type { AuditRow } from '../../lib/audit/write/row'

/** In place of `lib/audit/write/commit.ts`: knows no halving. */
export async function commitRows(rows: readonly AuditRow[], limitMs: number): Promise<Refusal[]> {
  try {
    await onDurableConnection(limitMs, (client) => insertAuditRows(client, rows))
    return []
  } catch (error) {
    if (!isAboutContent(error)) throw error
    return rows.map((row) => ({ row, error }))
  }
}
