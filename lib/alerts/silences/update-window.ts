import { isDeepStrictEqual } from 'node:util'
import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { type Prisma, type Tx, withTx } from '../../db'
import { AppError } from '../../errors'
import type { MaintenanceWindow, MaintenanceWindowPatch } from './contract'
import { recorded, toMaintenanceWindow } from './window-view'

/** Renames a window, switches it on or off; another time is another window. Throws NOT_FOUND. */
export async function updateMaintenanceWindow(
  ctx: Context,
  id: string,
  patch: MaintenanceWindowPatch,
): Promise<MaintenanceWindow> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const row = await lockWindow(tx, id)
    const before = toMaintenanceWindow(row, now)
    if (isDeepStrictEqual({ ...row, ...patch }, row)) return before
    const after = toMaintenanceWindow(
      await tx.maintenanceWindow.update({ where: { id }, data: { ...patch, updatedAt: now } }),
      now,
    )
    await recordAudit(tx, ctx, {
      action: AuditAction.MAINTENANCE_WINDOW_UPDATED,
      description: sentence(before, after),
      entityType: 'MaintenanceWindow',
      entityId: id,
      before: recorded(before),
      after: recorded(after),
    })
    return after
  })
}

function sentence(before: MaintenanceWindow, after: MaintenanceWindow): string {
  if (before.isEnabled === after.isEnabled) return `Planned maintenance ${before.name} renamed to ${after.name}`
  return `Planned maintenance ${after.name} switched ${after.isEnabled ? 'on' : 'off'}`
}

/** The window, which nobody else can change until this transaction ends. Throws NOT_FOUND. */
export async function lockWindow(tx: Tx, id: string): Promise<Prisma.MaintenanceWindowGetPayload<object>> {
  await tx.$queryRaw`SELECT 1 FROM "MaintenanceWindow" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.maintenanceWindow.findUnique({ where: { id } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such maintenance window.')
  return row
}
