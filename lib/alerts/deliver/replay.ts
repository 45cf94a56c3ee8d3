import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { databaseTime, type Tx, withTx } from '../../db'
import { AppError } from '../../errors'
import { resolvedMessageOf } from '../evaluate/message-of'
import { DeliveryKind, Message } from '../message'
import { readSentryUrl } from '../sentry-url'
import { channelNames } from './channel-names'
import type { Delivery } from './contract'
import { toDelivery } from './delivery-view'
import { enqueue } from './enqueue'

/**
 * Sends what was given up again, as a delivery of its own: the ledger keeps the old one as it ended. Only once: a second
 * press while the first is under way is a CONFLICT. Whoever gets a "firing" this way is told "resolved" as well: behind it when the
 * alert is over by now, else when it ends. Throws NOT_FOUND.
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
    const read = Message.safeParse(row.message)
    if (!read.success) throw new AppError('CONFLICT', 'What this delivery says cannot be read any more.')
    const message = read.data
    const now = await databaseTime(tx)
    const newId = await enqueue(tx, {
      channelId: row.channelId,
      ...(row.alertId === null ? {} : { alertId: row.alertId }),
      kind: DeliveryKind.parse(row.kind),
      message,
      now,
      replayOf: id,
      toldTo: row.toldTo,
    })
    if (row.alertId !== null && tellsFiring.has(row.kind))
      await oweResolved(tx, { alertId: row.alertId, channelId: row.channelId, now })
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

const tellsFiring: ReadonlySet<string> = new Set(['firing', 'repeat', 'escalation'] satisfies DeliveryKind[])

type Owed = { alertId: string; channelId: string; now: Date }

async function oweResolved(tx: Tx, { alertId, channelId, now }: Owed): Promise<void> {
  // Whoever resolves it at this moment waits, and finds what is owed.
  await tx.$queryRaw`SELECT 1 FROM "Alert" WHERE "id" = ${alertId}::uuid FOR NO KEY UPDATE`
  const alert = await tx.alert.findUnique({ where: { id: alertId } })
  if (!alert) return
  const { rule, fingerprint } = alert
  if (alert.state !== 'RESOLVED') {
    const note = { owesResolvedOf: alertId }
    await tx.alertNotice.upsert({
      where: { rule_fingerprint_channelId: { rule, fingerprint, channelId } },
      create: { rule, fingerprint, channelId, lastFiringAt: now, lastCount: alert.count, ...note },
      update: note,
    })
    return
  }
  const isUnderWay = await tx.delivery.count({
    where: { alertId, channelId, kind: 'resolved', status: { in: ['PENDING', 'SENDING'] } },
  })
  if (isUnderWay > 0) return
  const message = resolvedMessageOf(alert, await readSentryUrl(tx, alert))
  await enqueue(tx, { channelId, alertId, kind: 'resolved', message, now })
}
