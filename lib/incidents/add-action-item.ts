import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { uuidv7 } from '../ids'
import { toActionItem } from './action-view'
import type { ActionItem, ActionItemInput } from './contract'
import { incidentTitle } from './incident-title'
import { lockIncident } from './lock'
import { writeEntry } from './write-entry'

/** Writes down what has to be done so that it does not happen again. Throws NOT_FOUND. */
export async function addActionItem(ctx: Context, id: string, input: ActionItemInput): Promise<ActionItem> {
  return withTx(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    const now = ctx.now()
    const { title, ownerName = null, dueDay = null } = input
    const action = toActionItem(
      await tx.incidentAction.create({
        data: {
          id: uuidv7(now),
          incidentId: id,
          title,
          ownerName,
          dueDay: dueDay === null ? null : new Date(`${dueDay}T00:00:00Z`),
          createdAt: now,
        },
      }),
    )
    await writeEntry(tx, ctx, { incidentId: id, kind: 'action-item', text: `To do: ${title}`, at: now })
    await recordAudit(tx, ctx, {
      action: AuditAction.INCIDENT_UPDATED,
      description: `Action item “${title}” added to incident ${incidentTitle(incident)}`,
      entityType: 'Incident',
      entityId: id,
      metadata: { action },
    })
    return action
  })
}
