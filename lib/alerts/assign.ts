import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import { alertInclude, toAlert } from './alert-view'
import type { Alert } from './contract'

/** Gives an alert to a person, or to nobody (null). Throws NOT_FOUND, INVALID_INPUT for somebody who cannot sign in. */
export async function assignAlert(ctx: Context, id: string, assigneeId: string | null): Promise<Alert> {
  return withTx(ctx, async (tx) => {
    // The lock keeps two who assign at once from recording the same "before".
    await tx.$queryRaw`SELECT 1 FROM "Alert" WHERE "id" = ${id}::uuid FOR UPDATE`
    const before = await tx.alert.findUnique({ where: { id } })
    if (!before) throw new AppError('NOT_FOUND', 'There is no such alert.')
    const assignee =
      assigneeId === null ? null : await tx.user.findFirst({ where: { id: assigneeId, disabledAt: null } })
    if (assigneeId !== null && !assignee)
      throw new AppError('INVALID_INPUT', 'This person cannot be given an alert.', {
        problems: [{ detail: 'There is no such person, or they cannot sign in', pointer: '/assigneeId' }],
      })
    const row = await tx.alert.update({
      where: { id },
      data: { assigneeId, assigneeName: assignee?.name ?? null },
      include: alertInclude,
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_ASSIGNED,
      description: `Alert “${row.title}” assigned to ${assignee?.name ?? 'nobody'}`,
      entityType: 'Alert',
      entityId: id,
      before: { assigneeId: before.assigneeId, assigneeName: before.assigneeName },
      after: { assigneeId, assigneeName: row.assigneeName },
    })
    return toAlert(row)
  })
}
