import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import type { AlertInbound } from './contract'
import { inboundColumns, toInbound } from './inbound-view'

/** Closes an address at once. Its alerts stay, and are resolved by hand. Throws NOT_FOUND when none is open. */
export async function revokeInbound(ctx: Context, id: string): Promise<AlertInbound> {
  return withTx(ctx, async (tx) => {
    const [row] = await tx.alertInbound.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.now() },
      select: inboundColumns,
    })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such address.')
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_INBOUND_REVOKED,
      description: `Address for alerts of ${row.name} closed`,
      entityType: 'AlertInbound',
      entityId: id,
      metadata: { name: row.name, kind: row.kind, keyPrefix: row.keyPrefix },
    })
    return toInbound(row)
  })
}
