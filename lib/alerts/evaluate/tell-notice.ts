import type { Tx } from '../../db'
import { enqueue } from '../deliver/enqueue'
import { Message } from '../message'
import type { Finding, Rule } from '../rules/rule'
import { storableJson } from '../storable'
import { firstChannels, isQuietFor, readAudience } from './audience'
import { fingerprintOf } from './fingerprint'
import { dashboardUrl } from './message-of'

type NoticeInput = { rule: Rule; finding: Finding; now: Date }

/**
 * Tells something that is no alert: nothing is opened, acknowledged or resolved. The cooldown holds all the same, so that a
 * process that is restarted again and again is one message in ten minutes; silences drop it. Quiet hours delay it: what
 * comes while one waits for their end is told by that one, which says the last of it, how often, and since when.
 */
export async function tellNotice(tx: Tx, { rule, finding, now }: NoticeInput): Promise<void> {
  const audience = await readAudience(tx, now)
  const fingerprint = fingerprintOf(finding)
  const severity = finding.severity ?? rule.severity
  if (audience.suppression({ rule: rule.name, source: finding.source, fingerprint })) return
  const dueAt = isQuietFor(audience, severity) ? audience.quietUntil : undefined
  for (const { id: channelId } of firstChannels(audience, severity)) {
    const key = { rule: rule.name, fingerprint, channelId }
    const told = await tx.alertNotice.findUnique({ where: { rule_fingerprint_channelId: key } })
    const isWaiting = told !== null && told.lastFiringAt > now
    if (isWaiting && (await tellWithWaiting(tx, { channelId, rule, finding, now }))) continue
    if (told && !isWaiting && now.getTime() - told.lastFiringAt.getTime() < audience.cooldownMs) continue
    // The cooldown counts from when it is told.
    const lastFiringAt = dueAt ?? now
    await tx.alertNotice.upsert({
      where: { rule_fingerprint_channelId: key },
      create: { ...key, lastFiringAt },
      update: { lastFiringAt },
    })
    await enqueue(tx, {
      channelId,
      kind: 'notice',
      message: noticeOf(rule, finding),
      correlationId: finding.correlationId ?? null,
      now,
      ...(dueAt ? { dueAt } : {}),
    })
  }
}

/** Puts it into the message of the same rule and source that waits for this channel. False when there is none (any more). */
async function tellWithWaiting(tx: Tx, input: NoticeInput & { channelId: string }): Promise<boolean> {
  const { channelId, rule, finding, now } = input
  const [waiting] = await tx.$queryRaw<{ id: string; message: unknown }[]>`
    SELECT "id"::text AS "id", "message" FROM "Delivery"
    WHERE "channelId" = ${channelId}::uuid AND "kind" = 'notice' AND "status" = 'PENDING' AND "attempts" = 0
      AND "nextAttemptAt" > ${now} AND "message" ->> 'rule' = ${rule.name} AND "message" ->> 'source' = ${finding.source}
    ORDER BY "id" DESC LIMIT 1 FOR UPDATE`
  const before = Message.safeParse(waiting?.message).data
  if (!waiting || !before) return false
  const latest = noticeOf(rule, finding)
  const message = { ...latest, at: before.at, count: before.count + latest.count }
  await tx.delivery.updateMany({ where: { id: waiting.id }, data: { message: storableJson(message) } })
  return true
}

function noticeOf(rule: Rule, finding: Finding): Message {
  const event = finding.lastEventId ?? finding.firstEventId
  return {
    kind: 'notice',
    severity: finding.severity ?? rule.severity,
    title: rule.title,
    sentence: finding.sentence,
    source: finding.source,
    rule: rule.name,
    alertId: null,
    at: finding.firstAt.toISOString(),
    count: finding.count ?? 1,
    durationMs: null,
    facts: finding.facts ?? [],
    changes: [],
    body: null,
    links: {
      dashboard: dashboardUrl(event === undefined ? '/dashboard/activity' : `/dashboard/activity/${event}`),
      sentry: null,
      runbook: null,
    },
  }
}
