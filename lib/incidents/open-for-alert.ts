import { AuditAction, recordAudit } from '../audit'
import { hourMs } from '../clock'
import type { Context } from '../context'
import type { Tx } from '../db'
import { uuidv7 } from '../ids'
import { byName } from './by-name'
import { incidentTitle } from './incident-title'
import { classOf, joinAlert } from './join-alert'
import { writeEntry } from './write-entry'

/** What the alert engine tells of an alert that has just opened. */
export type AlertOfIncident = {
  id: string
  title: string
  sentence: string
  severity: string
  source: string
  firstAt: Date
}

/** The incident an alert belongs to now. */
export type IncidentOfAlert = { id: string; number: number; isNew: boolean }

const maxTitle = 160

/**
 * The incident of an alert that has just opened, in the transaction that opens the alert. One outage trips several rules
 * within minutes and is one story, so the alert joins the newest incident of its source that was opened less than an hour
 * ago and is still before RESOLUTION. After an hour, or once people say that it is being resolved, trouble is news again:
 * it gets an incident of its own, or a long one would swallow everything that follows.
 */
export async function openForAlert(tx: Tx, ctx: Context, alert: AlertOfIncident, now: Date): Promise<IncidentOfAlert> {
  // Two alerts of one source that open at the same time must not open two incidents.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`incident of ${alert.source}`}, 0))`
  const known = await tx.incidentAlert.findUnique({ where: { alertId: alert.id }, select: { incident: true } })
  if (known) return { id: known.incident.id, number: known.incident.number, isNew: false }
  const running = await lockRunning(tx, alert.source, now)
  if (!running) return open(tx, ctx, alert, now)
  await joinAlert(tx, ctx, running, alert, now)
  return { id: running.id, number: running.number, isNew: false }
}

type Running = { id: string; number: number; title: string; class: string }

/** Locked, so that one which a person moves on at this moment is not joined after all. */
async function lockRunning(tx: Tx, source: string, now: Date): Promise<Running | undefined> {
  const since = new Date(now.getTime() - hourMs)
  const [running] = await tx.$queryRaw<Running[]>`
    SELECT i."id", i."number", i."title", i."class" FROM "Incident" AS i
    WHERE i."state" IN ('DETECTION', 'TRIAGE', 'INVESTIGATION') AND i."openedAt" > ${since}
      AND EXISTS (SELECT 1 FROM "IncidentAlert" AS l JOIN "Alert" AS a ON a."id" = l."alertId"
        WHERE l."incidentId" = i."id" AND a."source" = ${source})
    ORDER BY i."id" DESC LIMIT 1 FOR UPDATE OF i`
  return running
}

async function open(tx: Tx, ctx: Context, alert: AlertOfIncident, now: Date): Promise<IncidentOfAlert> {
  const { id, number, title } = await tx.incident.create({
    data: {
      id: uuidv7(now),
      title: titleOf(alert.sentence),
      class: classOf(alert.severity),
      openedAt: now,
      openedByName: byName(ctx),
      updatedAt: now,
      alerts: { create: { alertId: alert.id, addedAt: now } },
    },
    select: { id: true, number: true, title: true },
  })
  const text = `Opened by itself, because the alert “${alert.title}” is ${alert.severity}`
  await writeEntry(tx, ctx, { incidentId: id, kind: 'opened', text, at: now })
  await recordAudit(tx, ctx, {
    action: AuditAction.INCIDENT_OPENED,
    description: `Incident ${incidentTitle({ number, title })} opened for the alert “${alert.title}”`,
    entityType: 'Incident',
    entityId: id,
    after: { number, title, class: classOf(alert.severity), state: 'DETECTION' },
    metadata: { alertId: alert.id, source: alert.source, since: alert.firstAt.toISOString() },
  })
  return { id, number, isNew: true }
}

/** The alert's sentence, because the rule's title would call ten incidents the same; cut where a list would cut it. */
function titleOf(sentence: string): string {
  const text = sentence.trim().replace(/\.$/, '') || 'Something is wrong'
  return text.length > maxTitle ? `${text.slice(0, maxTitle - 1).toWellFormed()}…` : text
}
