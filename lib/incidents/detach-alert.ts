import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import type { Incident } from './contract'
import { incidentTitle } from './incident-title'
import { lockIncident } from './lock'

/** Takes an alert out of an incident it does not belong to. Throws NOT_FOUND. */
export async function detachAlert(ctx: Context, id: string, alertId: string): Promise<Incident> {
  return withTx(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    const alert = await tx.alert.findUnique({ where: { id: alertId }, select: { title: true } })
    const gone = await tx.incidentAlert.deleteMany({ where: { incidentId: id, alertId } })
    if (!alert || gone.count === 0) throw new AppError('NOT_FOUND', 'This alert is not part of the incident.')
    await tx.incident.update({ where: { id }, data: { updatedAt: ctx.now() }, select: { id: true } })
    await recordAudit(tx, ctx, {
      action: AuditAction.INCIDENT_UPDATED,
      description: `Alert “${alert.title}” taken out of incident ${incidentTitle(incident)}`,
      entityType: 'Incident',
      entityId: id,
      before: { alertId },
      after: { alertId: null },
    })
    return lockIncident(tx, id)
  })
}
