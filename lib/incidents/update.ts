import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { type Changes, changeLines } from './change-lines'
import type { Incident, IncidentPatch } from './contract'
import { incidentNumber, incidentTitle } from './incident-title'
import { lockIncident } from './lock'
import { isResolvedState, stateWords } from './states'
import { writeEntry } from './write-entry'

/**
 * Changes title, class, state or assignee. An incident may go back as well as on; only closing has a condition. Throws
 * NOT_FOUND, INVALID_INPUT for somebody who cannot be assigned, CONFLICT when it was moved meanwhile or may not be closed.
 */
export async function updateIncident(ctx: Context, id: string, patch: IncidentPatch): Promise<Incident> {
  return withTx(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    refuseStale(incident, patch)
    const before = changesOf(incident)
    const after = await wantedChanges(tx, ctx, incident, patch)
    refuseUnlearnt(incident, after)
    const lines = changeLines(before, after)
    if (lines.length === 0 && after.title === before.title) return incident
    const now = ctx.now()
    await tx.incident.update({ where: { id }, data: { ...after, updatedAt: now }, select: { id: true } })
    for (const line of lines) await writeEntry(tx, ctx, { incidentId: id, ...line, at: now })
    const isOver = before.resolvedAt === null && after.resolvedAt !== null
    await recordAudit(tx, ctx, {
      action: isOver ? AuditAction.INCIDENT_RESOLVED : AuditAction.INCIDENT_UPDATED,
      description: `Incident ${incidentTitle({ ...incident, title: after.title })} ${isOver ? 'resolved' : 'changed'}`,
      entityType: 'Incident',
      entityId: id,
      before,
      after,
    })
    return lockIncident(tx, id)
  })
}

/** The one who comes second sees what the first has done, and decides again. */
function refuseStale({ number, state }: Incident, { state: wanted, fromState }: IncidentPatch): void {
  if (fromState === undefined || fromState === state || wanted === state) return
  throw new AppError(
    'CONFLICT',
    `${incidentNumber(number)} is in ${stateWords[state].name.toLowerCase()} by now; somebody else has moved it.`,
  )
}

/** What is learnt from a bad incident is written down before it is closed. */
function refuseUnlearnt({ number, hasPostMortem }: Incident, after: Changes): void {
  const isBad = after.class === 'critical' || after.class === 'high'
  if (after.state !== 'CLOSED' || !isBad || hasPostMortem) return
  throw new AppError(
    'CONFLICT',
    `${incidentNumber(number)} is of class ${after.class} and has no post-mortem yet. Write it first, then close the incident.`,
  )
}

function changesOf({ title, class: ofClass, state, assigneeId, assigneeName, ...times }: Incident): Changes {
  return {
    title,
    class: ofClass,
    state,
    assigneeId,
    assigneeName,
    resolvedAt: times.resolvedAt === null ? null : new Date(times.resolvedAt),
    closedAt: times.closedAt === null ? null : new Date(times.closedAt),
  }
}

async function wantedChanges(tx: Tx, ctx: Context, incident: Incident, patch: IncidentPatch): Promise<Changes> {
  const before = changesOf(incident)
  const state = patch.state ?? before.state
  return {
    title: patch.title ?? before.title,
    class: patch.class ?? before.class,
    state,
    ...(patch.assigneeId === undefined || patch.assigneeId === before.assigneeId
      ? { assigneeId: before.assigneeId, assigneeName: before.assigneeName }
      : await assignee(tx, patch.assigneeId)),
    resolvedAt: isResolvedState(state) ? (before.resolvedAt ?? ctx.now()) : null,
    closedAt: state === 'CLOSED' ? (before.closedAt ?? ctx.now()) : null,
  }
}

async function assignee(tx: Tx, id: string | null): Promise<Pick<Changes, 'assigneeId' | 'assigneeName'>> {
  if (id === null) return { assigneeId: null, assigneeName: null }
  const person = await tx.user.findUnique({ where: { id }, select: { name: true, disabledAt: true } })
  if (person && person.disabledAt === null) return { assigneeId: id, assigneeName: person.name }
  const detail = person ? `${person.name} cannot sign in any more` : 'There is no such person'
  throw new AppError('INVALID_INPUT', `${detail}.`, { problems: [{ detail, pointer: '/assigneeId' }] })
}
