import { AuditAction, recordAudit } from '../../audit'
import { minuteMs } from '../../clock'
import type { Context } from '../../context'
import type { Tx } from '../../db'
import { AlertSeverity, AlertState } from '../contract'
import { enqueue } from '../deliver/enqueue'
import type { DeliveryKind } from '../message'
import { rules } from '../rules'
import { type Audience, firstChannels, isQuietFor, readAudience } from './audience'
import { decide, type Told } from './decide'
import { messageOf } from './message-of'

type OpenAlert = Awaited<ReturnType<typeof openAlerts>>[number]
/** What each channel was last told, of this look too. */
type Heard = Map<string, Told>

/**
 * Tells every channel what it has to be told of the open alerts now, as rows of the delivery ledger in the caller's
 * transaction, together with the note that it was told.
 */
export async function tellOpen(tx: Tx, ctx: Context, now: Date): Promise<void> {
  const alerts = await openAlerts(tx)
  if (alerts.length === 0) return
  const audience = await readAudience(tx, now)
  const heard = await readHeard(tx, alerts)
  for (const alert of alerts) {
    const isSuppressed = audience.suppression(alert) !== undefined
    if (isSuppressed !== alert.isSuppressed)
      await tx.alert.updateMany({ where: { id: alert.id }, data: { isSuppressed } })
    const severity = AlertSeverity.parse(alert.severity)
    const isHeldBack = isSuppressed || isQuietFor(audience, severity)
    let escalatesFrom = alert.escalatedAt
    for (const channel of firstChannels(audience, severity)) {
      const told = heard.get(keyOf(alert, channel.id))
      const { cooldownMs, reminderMs } = audience
      const kind = decide({
        alert: { ...alert, kind: kindOf(alert.rule) },
        told,
        isHeldBack,
        now,
        cooldownMs,
        reminderMs,
      })
      if (!kind) continue
      await tell(tx, heard, { alert, channelId: channel.id, kind, now })
      // Whoever has just heard of it gets the whole time to answer.
      escalatesFrom ??= now
    }
    if (escalatesFrom !== alert.escalatedAt)
      await tx.alert.updateMany({ where: { id: alert.id }, data: { escalatedAt: escalatesFrom } })
    if (!isHeldBack)
      await escalate(tx, ctx, { alert: { ...alert, escalatedAt: escalatesFrom }, severity, audience, heard, now })
  }
}

/**
 * Kept until the transaction ends: whoever resolves or acknowledges one meanwhile waits, and finds what was told. Without that
 * a channel would be told "firing" of an alert that has just ended, and nobody would owe it the "resolved".
 */
async function openAlerts(tx: Tx) {
  const states = ['FIRING', 'ACKNOWLEDGED']
  await tx.$queryRaw`SELECT 1 FROM "Alert" WHERE "state" = ANY(${states}) ORDER BY "id" FOR NO KEY UPDATE`
  const alerts = await tx.alert.findMany({ where: { state: { in: states } }, orderBy: { id: 'asc' } })
  return alerts.map((alert) => ({ ...alert, state: AlertState.parse(alert.state) }))
}

async function readHeard(tx: Tx, alerts: readonly OpenAlert[]): Promise<Heard> {
  const notices = await tx.alertNotice.findMany({
    where: {
      rule: { in: [...new Set(alerts.map(({ rule }) => rule))] },
      fingerprint: { in: alerts.map(({ fingerprint }) => fingerprint) },
    },
  })
  return new Map(notices.map((notice) => [keyOf(notice, notice.channelId), notice]))
}

const keyOf = ({ rule, fingerprint }: { rule: string; fingerprint: string }, channelId: string) =>
  JSON.stringify([rule, fingerprint, channelId])

/** Alerts of other systems behave like conditions: their sender says when they are over. */
const kindOf = (rule: string): 'event' | 'condition' => rules.find(({ name }) => name === rule)?.kind ?? 'condition'

async function tell(
  tx: Tx,
  heard: Heard,
  { alert, channelId, kind, now }: { alert: OpenAlert; channelId: string; kind: DeliveryKind; now: Date },
): Promise<void> {
  const { rule, fingerprint } = alert
  const note = { lastFiringAt: now, lastCount: alert.count, owesResolvedOf: alert.id }
  await tx.alertNotice.upsert({
    where: { rule_fingerprint_channelId: { rule, fingerprint, channelId } },
    create: { rule, fingerprint, channelId, ...note },
    update: note,
  })
  heard.set(keyOf(alert, channelId), note)
  await enqueue(tx, { channelId, alertId: alert.id, kind, message: messageOf(alert, kind), now })
}

type Escalation = { alert: OpenAlert; severity: AlertSeverity; audience: Audience; heard: Heard; now: Date }

/** The next channel of the list is told when nobody has acknowledged in the time that the severity allows. */
async function escalate(tx: Tx, ctx: Context, { alert, severity, audience, heard, now }: Escalation): Promise<void> {
  const { escalation } = audience.settings
  const minutes = {
    critical: escalation.criticalMinutes,
    high: escalation.highMinutes,
    medium: escalation.mediumMinutes,
  }
  const waitMs = severity === 'low' || severity === 'info' ? undefined : minutes[severity] * minuteMs
  const channelId = escalation.channelIds[alert.escalationStep]
  if (alert.state !== 'FIRING' || waitMs === undefined || channelId === undefined) return
  if (now.getTime() - (alert.escalatedAt ?? alert.openedAt).getTime() < waitMs) return
  const told = heard.get(keyOf(alert, channelId))
  // One that was just told of it is not told again at once: the step waits for the cooldown.
  if (told && now.getTime() - told.lastFiringAt.getTime() < audience.cooldownMs) return
  await tx.alert.updateMany({
    where: { id: alert.id },
    data: { escalationStep: alert.escalationStep + 1, escalatedAt: now },
  })
  const channel = audience.channels.find(({ id }) => id === channelId)
  // Removed or switched off since: the next step comes after its own time.
  if (!channel) return
  await tell(tx, heard, { alert, channelId, kind: 'escalation', now })
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_ESCALATED,
    description: `${alert.title}: nobody has acknowledged it, told ${channel.name}`,
    entityType: 'Alert',
    entityId: alert.id,
    metadata: { rule: alert.rule, step: alert.escalationStep + 1, channel: channel.name },
  })
}
