import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import { toActionItem } from './action-view'
import type { ActionItem } from './contract'
import { incidentTitle } from './incident-title'
import { writeEntry } from './write-entry'

type Choice = { id: string; actionId: string; isDone: boolean }

/** Ticks an action item off, or takes the tick back; of two who do it at once, one changes it. Throws NOT_FOUND. */
export async function setActionItemDone(ctx: Context, { id, actionId, isDone }: Choice): Promise<ActionItem> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const changed = await tx.incidentAction.updateMany({
      where: { id: actionId, incidentId: id, doneAt: isDone ? null : { not: null } },
      data: { doneAt: isDone ? now : null },
    })
    const row = await tx.incidentAction.findFirst({
      where: { id: actionId, incidentId: id },
      include: { incident: { select: { number: true, title: true } } },
    })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such action item.')
    const action = toActionItem(row)
    if (changed.count === 0) return action
    const text = `${isDone ? 'Done' : 'Not done after all'}: ${action.title}`
    await writeEntry(tx, ctx, { incidentId: id, kind: 'action-item', text, at: now })
    await recordAudit(tx, ctx, {
      action: AuditAction.INCIDENT_UPDATED,
      description: `Action item “${action.title}” of incident ${incidentTitle(row.incident)} ${isDone ? 'done' : 'opened again'}`,
      entityType: 'Incident',
      entityId: id,
      before: { isDone: !isDone },
      after: { isDone },
      metadata: { actionId },
    })
    return action
  })
}
