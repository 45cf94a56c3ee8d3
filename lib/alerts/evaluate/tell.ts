import type { Context } from '../../context'
import { type Tx, withSavepoint } from '../../db'
import { logger } from '../../logger'
import { AlertSeverity, AlertState } from '../contract'
import { enqueue } from '../deliver/enqueue'
import type { DeliveryKind } from '../message'
import { rules } from '../rules'
import { readSentryUrl } from '../sentry-url'
import { type Audience, firstChannels, isQuietFor, readAudience } from './audience'
import { decide, type Told } from './decide'
import { dueStep, type Step, takeStep } from './escalate'
import { messageOf } from './message-of'

export type OpenAlert = Awaited<ReturnType<typeof openAlerts>>[number]
type Heard = ReadonlyMap<string, Told & { channelId: string }>

/** Alerts told by one transaction: a storm of thousands must not outlast the transaction's time. */
const maxTold = 100

/**
 * Tells every channel what it has to be told of the open alerts now, as rows of the delivery ledger in the caller's
 * transaction, together with the note that it was told. An alert that cannot be told is passed over, with its id in the log.
 * Answers whether there is more to tell than one transaction should.
 */
export async function tellOpen(tx: Tx, ctx: Context, now: Date): Promise<boolean> {
  const alerts = await openAlerts(tx)
  if (alerts.length === 0) return false
  const audience = await readAudience(tx, now)
  await noteSuppression(tx, audience, alerts)
  const heard = await readHeard(tx, alerts)
  let told = 0
  for (const alert of alerts) {
    const plan = planOf(alert, audience, heard, now)
    if (plan.kinds.length === 0 && !plan.step) continue
    if (told === maxTold) return true
    told += 1
    const outcome = await withSavepoint(tx, () => carryOut(tx, ctx, { alert, plan, now }))
    if (outcome) logger.error('ALERT_UNTELLABLE', { alertId: alert.id, rule: alert.rule, error: outcome.refused })
  }
  return false
}

/**
 * Kept until the transaction ends: whoever resolves or acknowledges one meanwhile waits, and finds what was told. Without that
 * a channel would be told "firing" of an alert that has just ended, and nobody would owe it the "resolved".
 */
async function openAlerts(tx: Tx) {
  const states = ['FIRING', 'ACKNOWLEDGED']
  await tx.$queryRaw`SELECT 1 FROM "Alert" WHERE "state" = ANY(${states}) ORDER BY "id" FOR NO KEY UPDATE`
  const alerts = await tx.alert.findMany({ where: { state: { in: states } }, orderBy: { id: 'asc' } })
  return alerts.map((alert) => ({
    ...alert,
    state: AlertState.parse(alert.state),
    severity: AlertSeverity.parse(alert.severity),
  }))
}

async function noteSuppression(tx: Tx, audience: Audience, alerts: readonly OpenAlert[]): Promise<void> {
  const changed = alerts.filter((alert) => isSuppressed(audience, alert) !== alert.isSuppressed)
  for (const [before, group] of Map.groupBy(changed, (alert) => alert.isSuppressed))
    await tx.alert.updateMany({
      where: { id: { in: group.map(({ id }) => id) } },
      data: { isSuppressed: !before },
    })
}

const isSuppressed = (audience: Audience, alert: OpenAlert): boolean => audience.suppression(alert) !== undefined

async function readHeard(tx: Tx, alerts: readonly OpenAlert[]): Promise<Heard> {
  const notices = await tx.alertNotice.findMany({
    where: {
      rule: { in: [...new Set(alerts.map(({ rule }) => rule))] },
      fingerprint: { in: [...new Set(alerts.map(({ fingerprint }) => fingerprint))] },
    },
  })
  return new Map(notices.map((notice) => [keyOf(notice, notice.channelId), notice]))
}

const keyOf = ({ rule, fingerprint }: { rule: string; fingerprint: string }, channelId: string) =>
  JSON.stringify([rule, fingerprint, channelId])

/** Alerts of other systems behave like conditions: their sender says when they are over. */
const kindOf = (rule: string): 'event' | 'condition' => rules.find(({ name }) => name === rule)?.kind ?? 'condition'

type Plan = {
  kinds: readonly { channelId: string; kind: DeliveryKind }[]
  /** The escalation that is due; its channel is told that, and not a repeat as well. */
  step: Step | undefined
  /** From when the next step's time runs: whoever has just heard of it gets the whole time to answer. */
  escalatesFrom: Date | null
}

function planOf(alert: OpenAlert, audience: Audience, heard: Heard, now: Date): Plan {
  const { cooldownMs, reminderMs } = audience
  const isHeldBack = isSuppressed(audience, alert) || isQuietFor(audience, alert.severity)
  const situation = { alert: { ...alert, kind: kindOf(alert.rule) }, isHeldBack, now, cooldownMs, reminderMs }
  const kinds = firstChannels(audience, alert.severity).flatMap(({ id: channelId }) => {
    const kind = decide({ ...situation, told: heard.get(keyOf(alert, channelId)) })
    return kind ? [{ channelId, kind }] : []
  })
  const escalatesFrom = alert.escalatedAt ?? (kinds.length > 0 ? now : null)
  const due = dueStep({ ...alert, escalatedAt: escalatesFrom }, audience, {
    now,
    lastToldAt: (channelId) => heard.get(keyOf(alert, channelId))?.lastFiringAt,
  })
  // Whoever hears of it for the first time at this look is told that, and the step waits for the cooldown.
  const isNews = kinds.some(({ channelId, kind }) => kind === 'firing' && channelId === due?.channelId)
  const step = isHeldBack || isNews ? undefined : due
  return { kinds: kinds.filter(({ channelId }) => channelId !== step?.channelId), step, escalatesFrom }
}

type CarryOut = { alert: OpenAlert; plan: Plan; now: Date }

async function carryOut(tx: Tx, ctx: Context, { alert, plan, now }: CarryOut): Promise<void> {
  for (const { channelId, kind } of plan.kinds) await tell(tx, { alert, channelId, kind, now })
  if (plan.step) {
    await takeStep(tx, ctx, { alert, step: plan.step, now })
    // Removed or switched off since: the next step comes after its own time.
    if (plan.step.channel) await tell(tx, { alert, channelId: plan.step.channelId, kind: 'escalation', now })
  } else if (plan.escalatesFrom !== alert.escalatedAt) {
    await tx.alert.updateMany({ where: { id: alert.id }, data: { escalatedAt: plan.escalatesFrom } })
  }
}

async function tell(
  tx: Tx,
  { alert, channelId, kind, now }: { alert: OpenAlert; channelId: string; kind: DeliveryKind; now: Date },
): Promise<void> {
  const { rule, fingerprint } = alert
  const note = { lastFiringAt: now, lastCount: alert.count, owesResolvedOf: alert.id }
  await tx.alertNotice.upsert({
    where: { rule_fingerprint_channelId: { rule, fingerprint, channelId } },
    create: { rule, fingerprint, channelId, ...note },
    update: note,
  })
  const { id: alertId, correlationId } = alert
  const message = messageOf(alert, kind, { sentryUrl: await readSentryUrl(tx, alert) })
  await enqueue(tx, { channelId, alertId, correlationId, kind, message, now })
}
