import { hostname } from 'node:os'
import { AuditAction, recordAudit } from '../../audit'
import { systemContext } from '../../context'
import { databaseTime, type Tx, withTx } from '../../db'
import { uuidv7Floor } from '../../ids'
import { raise, resolveOpen } from '../evaluate'
import { spanOf } from '../rules/wording'
import { type DirectDelivery, type Outage, wasMaybeTold } from './outage'
import { directRule, directSource, findingOf } from './plan'

/**
 * Writes the rows of an outage that is over: its event, its alert with the true times, what was sent to whom; and owes every
 * channel that was told its "resolved". All in one transaction, which a second call for the same outage finds done: a
 * process that ends in between neither loses nor repeats anything.
 */
export async function settle(outage: Outage): Promise<void> {
  const startedAt = new Date(outage.startedAt)
  const endedAt = new Date(outage.endedAt ?? outage.openedAt)
  // The event happened when the trouble began; its request id is the outage's, by which a repeat is recognised.
  const ctx = systemContext('alerts', { requestId: outage.id, correlationId: outage.id, now: () => startedAt })
  await withTx(ctx, async (tx) => {
    if (await isSettled(tx, outage)) return
    const eventId = await recordAway(tx, { ctx, outage, endedAt })
    const { alertId } = await raise(tx, ctx, {
      rule: directRule,
      finding: {
        ...findingOf(outage, endedAt, true),
        firstAt: startedAt,
        lastAt: endedAt,
        count: 1,
        ...(eventId === null ? {} : { firstEventId: eventId }),
      },
      now: new Date(outage.openedAt),
      alertId: outage.id,
    })
    for (const delivery of outage.deliveries) await writeDelivery(tx, alertId, delivery)
    await noteTold(tx, alertId, outage, await databaseTime(tx))
    await resolveOpen(tx, { ...ctx, now: () => endedAt }, { id: alertId, now: endedAt, how: 'recovered' })
  })
}

async function isSettled(tx: Tx, { id, startedAt }: Outage): Promise<boolean> {
  if (await tx.alert.findUnique({ where: { id }, select: { id: true } })) return true
  // Where it was counted onto an alert that was open already, the event is the only sign.
  const found = await tx.auditLog.findFirst({
    where: { requestId: id, action: AuditAction.DATABASE_ERROR, id: { gte: uuidv7Floor(new Date(startedAt)) } },
    select: { id: true },
  })
  return found !== null
}

type Away = { ctx: Parameters<typeof recordAudit>[1]; outage: Outage; endedAt: Date }

async function recordAway(tx: Tx, { ctx, outage, endedAt }: Away): Promise<string | null> {
  const awayMs = endedAt.getTime() - new Date(outage.startedAt).getTime()
  const eventId = await recordAudit(tx, ctx, {
    action: AuditAction.DATABASE_ERROR,
    description: `The database did not answer for ${spanOf(awayMs)}`,
    entityType: 'Alert',
    entityId: outage.id,
    metadata: { code: outage.code, awaySeconds: Math.round(awayMs / 1_000), direct: true, host: hostname() },
  })
  // Told already, through the direct path: the rules must not tell it a second time.
  if (eventId !== null) await tx.alertSignal.deleteMany({ where: { id: eventId } })
  return eventId
}

/** What still tried to get through when the database came back is of no use any more, unless somebody may have read it. */
function finalStatus(delivery: DirectDelivery): 'SENT' | 'DEAD' | 'CANCELLED' {
  if (wasMaybeTold(delivery)) return 'SENT'
  return delivery.status === 'DEAD' ? 'DEAD' : 'CANCELLED'
}

async function writeDelivery(tx: Tx, alertId: string, delivery: DirectDelivery): Promise<void> {
  const { id, channelId, kind, message, attempts, isMaybeRepeated, toldTo, createdAt } = delivery
  const last = attempts.at(-1)
  await tx.delivery.create({
    data: {
      id,
      channelId,
      alertId,
      kind,
      message,
      status: finalStatus(delivery),
      attempts: attempts.length,
      nextAttemptAt: delivery.nextAttemptAt,
      isMaybeRepeated,
      toldTo,
      responseStatus: last?.responseStatus ?? null,
      durationMs: last?.durationMs ?? null,
      lastError: last?.error ?? null,
      createdAt,
      finishedAt: delivery.finishedAt ?? last?.startedAt ?? createdAt,
    },
    select: { id: true },
  })
  await tx.deliveryAttempt.createMany({
    data: attempts.map((attempt, index) => ({ deliveryId: id, attempt: index + 1, ...attempt })),
  })
}

/** The cooldown goes on from what was sent, and whoever was told is owed the end. */
async function noteTold(tx: Tx, alertId: string, outage: Outage, now: Date): Promise<void> {
  const told = Map.groupBy(outage.deliveries.filter(wasMaybeTold), ({ channelId }) => channelId)
  for (const [channelId, deliveries] of told) {
    const at = new Date(deliveries.at(-1)?.finishedAt ?? deliveries.at(-1)?.createdAt ?? outage.openedAt)
    // By this process's clock, which may be ahead: nobody was told in the future, and a cooldown from there would mute what comes.
    const lastFiringAt = at > now ? now : at
    const key = { rule: directRule.name, fingerprint: directSource, channelId }
    await tx.alertNotice.upsert({
      where: { rule_fingerprint_channelId: key },
      create: { ...key, lastFiringAt, lastCount: 1, owesResolvedOf: alertId },
      update: { lastFiringAt, lastCount: 1, owesResolvedOf: alertId },
    })
  }
}
