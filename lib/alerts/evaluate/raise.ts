import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import type { Tx } from '../../db'
import { uuidv7 } from '../../ids'
import { openForAlert } from '../../incidents'
import { changesBefore } from '../changes'
import type { AlertSeverity } from '../contract'
import type { Finding } from '../rules/rule'
import { storableJson, storableText } from '../storable'
import { fingerprintOf } from './fingerprint'

export type Raised = { alertId: string; isNew: boolean }

type RaiseInput = {
  rule: { name: string; title: string; severity: AlertSeverity }
  finding: Finding
  now: Date
  /** The id it gets when it is opened, where people were told it before it could be written down. */
  alertId?: string
}

/**
 * Opens an alert for what a rule found, or counts it onto the one that is open: one open alert per rule and fingerprint,
 * and the unique index decides between two who open at once. Telling anybody is another step (tell.ts).
 */
export async function raise(tx: Tx, ctx: Context, given: RaiseInput): Promise<Raised> {
  const { sentence, facts = [] } = given.finding
  const correlationId = given.finding.correlationId ?? ctx.correlationId
  const finding = { ...given.finding, correlationId, sentence: storableText(sentence), facts: storableJson(facts) }
  const input = { ...given, finding }
  const chain = { ...ctx, correlationId }
  for (;;) {
    const counted = await count(tx, input)
    if (counted) {
      // One that became critical is as much of an incident as one that began so.
      if (counted.severityBefore !== 'critical') await openIncident(tx, chain, counted.id, input)
      return { alertId: counted.id, isNew: false }
    }
    const opened = await open(tx, input)
    if (!opened) continue
    await recordOpening(tx, chain, opened, input)
    return { alertId: opened, isNew: true }
  }
}

type Counted = { id: string; severityBefore: string }

/** What is known of it now: a condition's numbers change, an event's first sentence is what it began with. */
async function count(tx: Tx, { rule, finding, now }: RaiseInput): Promise<Counted | undefined> {
  const isEvent = finding.count !== undefined
  const [row] = await tx.$queryRaw<Counted[]>`
    UPDATE "Alert" AS a SET
      "count" = "count" + ${finding.count ?? 0}::int,
      "lastAt" = greatest("lastAt", ${isEvent ? finding.lastAt : now}),
      "firstAt" = least("firstAt", ${finding.firstAt}),
      "lastEventId" = coalesce(${finding.lastEventId ?? null}::uuid, "lastEventId"),
      "sentence" = CASE WHEN ${isEvent} THEN "sentence" ELSE ${finding.sentence} END,
      "facts" = CASE WHEN ${isEvent} THEN "facts" ELSE ${JSON.stringify(finding.facts ?? [])}::jsonb END,
      "severity" = ${finding.severity ?? rule.severity},
      "clearStreak" = 0
    FROM (SELECT "id" AS "beforeId", "severity" AS "severityBefore" FROM "Alert"
      WHERE "rule" = ${rule.name} AND "fingerprint" = ${fingerprintOf(finding)} AND "state" <> 'RESOLVED' FOR UPDATE) AS b
    WHERE a."id" = b."beforeId"
    RETURNING a."id"::text AS "id", b."severityBefore"`
  return row
}

async function open(tx: Tx, { rule, finding, now, alertId }: RaiseInput): Promise<string | undefined> {
  const id = alertId ?? uuidv7(now)
  const { source, firstAt } = finding
  const changes = await changesBefore(tx, { at: firstAt, source })
  const inserted = await tx.alert.createMany({
    data: {
      id,
      rule: rule.name,
      fingerprint: fingerprintOf(finding),
      source,
      severity: finding.severity ?? rule.severity,
      state: 'FIRING',
      title: rule.title,
      sentence: finding.sentence,
      facts: finding.facts ?? [],
      changes,
      firstEventId: finding.firstEventId ?? null,
      lastEventId: finding.lastEventId ?? finding.firstEventId ?? null,
      count: finding.count ?? 1,
      firstAt,
      lastAt: finding.lastAt,
      openedAt: now,
      correlationId: finding.correlationId ?? null,
    },
    skipDuplicates: true,
  })
  return inserted.count === 1 ? id : undefined
}

async function recordOpening(tx: Tx, ctx: Context, alertId: string, { rule, finding, now }: RaiseInput): Promise<void> {
  const severity = finding.severity ?? rule.severity
  const { source, sentence, firstAt } = finding
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_FIRED,
    description: `${rule.title}: ${sentence}`,
    entityType: 'Alert',
    entityId: alertId,
    metadata: { rule: rule.name, source, severity, firstAt: firstAt.toISOString() },
  })
  await openIncident(tx, ctx, alertId, { rule, finding, now })
}

async function openIncident(tx: Tx, ctx: Context, id: string, { rule, finding, now }: RaiseInput): Promise<void> {
  const severity = finding.severity ?? rule.severity
  const { source, sentence, firstAt } = finding
  if (severity === 'critical')
    await openForAlert(tx, ctx, { id, title: rule.title, sentence, severity, source, firstAt }, now)
}
