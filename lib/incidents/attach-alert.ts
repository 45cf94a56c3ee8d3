import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import type { Incident } from './contract'
import { incidentNumber } from './incident-title'
import { joinAlert } from './join-alert'
import { lockIncident } from './lock'

/**
 * Adds an alert to an incident. Throws NOT_FOUND, INVALID_INPUT, CONFLICT when it belongs to another or the incident is
 * closed: what raises its class must not come after the decision that nothing is left to learn.
 */
export async function attachAlert(ctx: Context, id: string, alertId: string): Promise<Incident> {
  return withTx(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    if (incident.state === 'CLOSED')
      throw new AppError('CONFLICT', `${incidentNumber(incident.number)} is closed. Move it back to add an alert.`)
    await bringAlert(tx, ctx, incident, { alertId, pointer: '/alertId' }, ctx.now())
    return lockIncident(tx, id)
  })
}

type Wanted = { alertId: string; pointer: string }
type Known = Pick<Incident, 'id' | 'number' | 'title' | 'class'>

/** The same inside a transaction that has the incident locked. An alert that is there already stays. */
export async function bringAlert(tx: Tx, ctx: Context, incident: Known, wanted: Wanted, now: Date): Promise<void> {
  const { alertId, pointer } = wanted
  // Whoever ties the same alert to another incident waits here, and then sees what was decided.
  await tx.$queryRaw`SELECT 1 FROM "Alert" WHERE "id" = ${alertId}::uuid FOR UPDATE`
  const alert = await tx.alert.findUnique({
    where: { id: alertId },
    select: { id: true, title: true, severity: true, incident: { select: { incident: true } } },
  })
  if (!alert)
    throw new AppError('INVALID_INPUT', 'There is no such alert.', {
      problems: [{ detail: 'There is no such alert', pointer }],
    })
  const other = alert.incident?.incident
  if (other?.id === incident.id) return
  if (other)
    throw new AppError('CONFLICT', `The alert “${alert.title}” belongs to ${incidentNumber(other.number)} already.`)
  await joinAlert(tx, ctx, incident, alert, now)
}
