import type { Context } from '../../context'
import { getPool, withTx } from '../../db'
import { AppError } from '../../errors'
import { AuditAction } from '../actions'
import type { AuditExportQuery } from '../contract'
import { recordedAtSql } from '../ledger/stored-event'
import { recordAudit } from '../write/record'

/**
 * Records who takes what out of the trail and answers when (UTC with microseconds). An export that cannot be recorded
 * is refused with UNAVAILABLE: no spool takes this event, because what has left cannot be called back.
 */
export async function recordExport(ctx: Context, { format, limit, ...filters }: AuditExportQuery): Promise<string> {
  try {
    const id = await withTx(ctx, (tx) =>
      recordAudit(tx, ctx, {
        action: AuditAction.AUDIT_EXPORTED,
        description: `The audit trail was exported as ${format === 'csv' ? 'CSV' : 'NDJSON'}`,
        entityType: 'AuditLog',
        metadata: { format, limit: limit ?? null, filters },
      }),
    )
    const { rows } = await getPool().query<{ recordedAt: string }>(
      `SELECT ${recordedAtSql('e')} AS "recordedAt" FROM "AuditLog" AS e WHERE e."id" = $1`,
      [id],
    )
    const [row] = rows
    if (!row) throw new Error('The event of the export is not in the trail')
    return row.recordedAt
  } catch (cause) {
    throw new AppError('UNAVAILABLE', 'The export could not be recorded in the trail, so it was refused.', {
      cause,
      headers: { 'retry-after': '5' },
    })
  }
}
