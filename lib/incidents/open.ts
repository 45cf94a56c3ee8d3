import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { uuidv7 } from '../ids'
import { bringAlert } from './attach-alert'
import { byName } from './by-name'
import type { Incident, IncidentInput } from './contract'
import { incidentTitle } from './incident-title'
import { lockIncident } from './lock'
import { writeEntry } from './write-entry'

/** Opens an incident by hand, with the alerts it is about. Throws INVALID_INPUT or CONFLICT for alerts that cannot join. */
export async function openIncident(ctx: Context, input: IncidentInput): Promise<Incident> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const { title, class: ofClass } = input
    const { id, number } = await tx.incident.create({
      data: { id: uuidv7(now), title, class: ofClass, openedAt: now, openedByName: byName(ctx), updatedAt: now },
      select: { id: true, number: true },
    })
    await writeEntry(tx, ctx, { incidentId: id, kind: 'opened', text: 'Opened by hand', at: now })
    if (input.note) await writeEntry(tx, ctx, { incidentId: id, kind: 'note', text: input.note, at: now })
    await recordAudit(tx, ctx, {
      action: AuditAction.INCIDENT_OPENED,
      description: `Incident ${incidentTitle({ number, title })} opened`,
      entityType: 'Incident',
      entityId: id,
      after: { number, title, class: ofClass, state: 'DETECTION' },
      metadata: { alertIds: input.alertIds, ...(input.note ? { note: input.note } : {}) },
    })
    for (const alertId of new Set(input.alertIds))
      await bringAlert(tx, ctx, { id, number, title, class: ofClass }, { alertId, pointer: '/alertIds' }, now)
    return lockIncident(tx, id)
  })
}
