import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import type { IncidentNote, TimelineEntry } from './contract'
import { incidentTitle } from './incident-title'
import { lockIncident } from './lock'
import { writeEntry } from './write-entry'

/** Writes down what somebody saw or did. Possible in every state: what is learnt late belongs there too. Throws NOT_FOUND. */
export async function addNote(ctx: Context, id: string, { text }: IncidentNote): Promise<TimelineEntry> {
  return withTx(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    const entry = await writeEntry(tx, ctx, { incidentId: id, kind: 'note', text, at: ctx.now() })
    await recordAudit(tx, ctx, {
      action: AuditAction.INCIDENT_UPDATED,
      description: `Note added to incident ${incidentTitle(incident)}`,
      entityType: 'Incident',
      entityId: id,
      metadata: { note: text },
    })
    return entry
  })
}
