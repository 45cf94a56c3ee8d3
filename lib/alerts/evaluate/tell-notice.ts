import type { Tx } from '../../db'
import { enqueue } from '../deliver/enqueue'
import type { Message } from '../message'
import type { Finding, Rule } from '../rules/rule'
import { firstChannels, isQuietFor, readAudience } from './audience'
import { fingerprintOf } from './fingerprint'
import { dashboardUrl } from './message-of'

type NoticeInput = { rule: Rule; finding: Finding; now: Date }

/**
 * Tells something that is no alert: nothing is opened, acknowledged or resolved. The cooldown holds all the same, so that a
 * process that is restarted again and again is one message in ten minutes; quiet hours delay it, silences drop it.
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
    if (told && now.getTime() - told.lastFiringAt.getTime() < audience.cooldownMs) continue
    await tx.alertNotice.upsert({
      where: { rule_fingerprint_channelId: key },
      create: { ...key, lastFiringAt: now },
      update: { lastFiringAt: now },
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
