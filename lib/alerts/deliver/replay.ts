import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { databaseTime, withTx } from '../../db'
import { AppError } from '../../errors'
import { DeliveryKind, Message } from '../message'
import { channelNames } from './channel-names'
import type { Delivery } from './contract'
import { toDelivery } from './delivery-view'
import { enqueue } from './enqueue'

/**
 * Sends what was given up again, as a delivery of its own: the ledger keeps the old one as it ended. Only once: a second
 * press while the first is under way is a CONFLICT. Throws NOT_FOUND.
 */
export async function replayDelivery(ctx: Context, id: string): Promise<Delivery> {
  return withTx(ctx, async (tx) => {
    // The lock decides between two who press at once.
    await tx.$queryRaw`SELECT 1 FROM "Delivery" WHERE "id" = ${id}::uuid FOR UPDATE`
    const row = await tx.delivery.findUnique({ where: { id } })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such delivery.')
    if (row.status !== 'DEAD') throw new AppError('CONFLICT', 'Only a delivery that was given up can be sent again.')
    const running = await tx.delivery.count({ where: { replayOf: id, status: { in: ['PENDING', 'SENDING', 'SENT'] } } })
    if (running > 0) throw new AppError('CONFLICT', 'This one was sent again already.')
    const channel = await tx.alertChannel.findUnique({ where: { id: row.channelId } })
    if (!channel || channel.deletedAt) throw new AppError('CONFLICT', 'The channel of this delivery was removed.')
    const message = Message.parse(row.message)
    const now = await databaseTime(tx)
    const newId = await enqueue(tx, {
      channelId: row.channelId,
      ...(row.alertId === null ? {} : { alertId: row.alertId }),
      kind: DeliveryKind.parse(row.kind),
      message,
      now,
      replayOf: id,
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_DELIVERY_REPLAYED,
      description: `“${message.title}” sent again to ${channel.name}`,
      entityType: 'Delivery',
      entityId: newId,
      metadata: { replayOf: id, channel: channel.name },
    })
    const made = await tx.delivery.findUniqueOrThrow({ where: { id: newId } })
    return toDelivery(made, (await channelNames([made.channelId], tx)).get(made.channelId))
  })
}
