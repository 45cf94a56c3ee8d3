import { AuditAction, recordAudit } from '../../audit'
import { hourMs } from '../../clock'
import type { Context } from '../../context'
import { databaseTime, type Tx } from '../../db'
import { activeChannels } from '../channels'
import { isAtLeast } from '../contract'
import { dashboardUrl } from '../evaluate/message-of'
import type { Message } from '../message'
import { enqueue } from './enqueue'

/** A channel that takes nothing is told of once in this time, not once for each message it did not take. */
const againMs = hourMs

type Dead = {
  id: string
  channelId: string
  alertId: string | null
  kind: string
  message: Message
  attempt: number
}

/**
 * What could not be delivered is told through the other channels that it concerns, with what it said, and stands in the trail. A test is
 * told where it was asked for, and a dead letter about a dead letter would never end.
 */
export async function tellOfDead(tx: Tx, ctx: Context, delivery: Dead, error: string): Promise<void> {
  const { channelId, message, kind } = delivery
  const channel = await tx.alertChannel.findUnique({ where: { id: channelId }, select: { name: true } })
  const name = channel?.name ?? 'a removed channel'
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_DELIVERY_FAILED,
    description: `${name} did not take “${message.title}” after ${delivery.attempt} attempt${delivery.attempt === 1 ? '' : 's'}: ${error}`,
    entityType: 'Delivery',
    entityId: delivery.id,
    metadata: { channel: name, kind, attempts: delivery.attempt, alertId: delivery.alertId },
  })
  if (kind === 'test' || kind === 'dead-letter') return
  const now = await databaseTime(tx)
  for (const other of await whomToTell(tx, channelId, message)) {
    const key = { rule: 'dead-letter', fingerprint: channelId, channelId: other.id }
    const told = await tx.alertNotice.findUnique({ where: { rule_fingerprint_channelId: key } })
    if (told && now.getTime() - told.lastFiringAt.getTime() < againMs) continue
    await tx.alertNotice.upsert({
      where: { rule_fingerprint_channelId: key },
      create: { ...key, lastFiringAt: now },
      update: { lastFiringAt: now },
    })
    await enqueue(tx, { channelId: other.id, kind: 'dead-letter', message: deadLetter(message, name, error), now })
  }
}

/** Those who would have been told the message itself; all others only when there are none. */
async function whomToTell(tx: Tx, channelId: string, { severity }: Message) {
  const others = (await activeChannels(tx)).filter(({ id }) => id !== channelId)
  const concerned = others.filter((other) => !other.isEscalationOnly && isAtLeast(severity, other.minSeverity))
  return concerned.length > 0 ? concerned : others
}

function deadLetter(about: Message, channelName: string, error: string): Message {
  // What is told here has no end of its own, and must not stay open under the key of a drill.
  const { incidentKey: _, ...message } = about
  return {
    ...message,
    kind: 'dead-letter',
    // News of its own: a service that knows the alert must not take it for that one firing again.
    alertId: null,
    title: `${channelName} did not take a message`,
    sentence: `It was about “${message.title}”: ${message.sentence}`,
    facts: [{ name: 'Reason', value: error }, ...message.facts].slice(0, 8),
    changes: [],
    body: null,
    links: { ...message.links, dashboard: dashboardUrl('/dashboard/alerts/deliveries?status=DEAD') },
  }
}
