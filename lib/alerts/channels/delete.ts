import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { channelFacts, channelTitle } from './channel-event'
import type { DeletedAlertChannel } from './contract'
import { lockChannel } from './require-channel'

/**
 * Removes a channel: its secrets are gone at once, what waits for it is cancelled, and it owes nobody a "resolved" any more.
 * Its row stays, because deliveries name it. Throws NOT_FOUND, CONFLICT for a channel of the environment.
 */
export async function deleteChannel(ctx: Context, id: string): Promise<DeletedAlertChannel> {
  return withTx(ctx, async (tx) => {
    const row = await lockChannel(tx, id)
    const now = ctx.now()
    await tx.alertChannel.update({
      where: { id },
      data: { isEnabled: false, deletedAt: now, updatedAt: now, secret: null, config: {} },
    })
    const { count } = await tx.delivery.updateMany({
      where: { channelId: id, status: 'PENDING' },
      data: { status: 'CANCELLED', finishedAt: now },
    })
    await tx.alertNotice.updateMany({ where: { channelId: id }, data: { owesResolvedOf: null } })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_CHANNEL_DELETED,
      description: `${channelTitle(row)} removed`,
      entityType: 'AlertChannel',
      entityId: id,
      before: channelFacts(row),
      metadata: { cancelledDeliveries: count },
    })
    return { id }
  })
}
