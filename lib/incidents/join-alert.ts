import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import type { Tx } from '../db'
import { type IncidentClass, incidentClasses } from './contract'
import { incidentTitle } from './incident-title'
import { writeEntry } from './write-entry'

type Joined = { id: string; number: number; title: string; class: string }
type Joining = { id: string; title: string; severity: string }

/** How bad an incident is that begins with an alert of this severity. */
export function classOf(severity: string): IncidentClass {
  return incidentClasses.find((known) => known === severity) ?? 'low'
}

/**
 * Ties an alert to an incident, whose row the caller has locked. An incident is at least as bad as the worst alert that
 * joins it, so that a critical one cannot be closed without a post-mortem because it began as something smaller.
 */
export async function joinAlert(tx: Tx, ctx: Context, incident: Joined, alert: Joining, now: Date): Promise<void> {
  await tx.incidentAlert.create({ data: { incidentId: incident.id, alertId: alert.id, addedAt: now } })
  const before = classOf(incident.class)
  const after = worse(before, classOf(alert.severity))
  await tx.incident.update({ where: { id: incident.id }, data: { class: after, updatedAt: now }, select: { id: true } })
  if (after !== before)
    await writeEntry(tx, ctx, {
      incidentId: incident.id,
      kind: 'class',
      text: `Class raised from ${before} to ${after}, because “${alert.title}” joined`,
      at: now,
    })
  await recordAudit(tx, ctx, {
    action: AuditAction.INCIDENT_UPDATED,
    description: `Alert “${alert.title}” joined incident ${incidentTitle(incident)}`,
    entityType: 'Incident',
    entityId: incident.id,
    before: { class: before, alertId: null },
    after: { class: after, alertId: alert.id },
  })
}

function worse(one: IncidentClass, other: IncidentClass): IncidentClass {
  return incidentClasses.indexOf(one) <= incidentClasses.indexOf(other) ? one : other
}
