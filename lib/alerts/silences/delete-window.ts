import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import type { DeletedMaintenanceWindow } from './contract'
import { lockWindow } from './update-window'
import { recorded, toMaintenanceWindow } from './window-view'

/** Removes a window for good; if it is open, its alerts are told from now on. Throws NOT_FOUND. */
export async function deleteMaintenanceWindow(ctx: Context, id: string): Promise<DeletedMaintenanceWindow> {
  return withTx(ctx, async (tx) => {
    const window = toMaintenanceWindow(await lockWindow(tx, id), ctx.now())
    await tx.maintenanceWindow.delete({ where: { id } })
    await recordAudit(tx, ctx, {
      action: AuditAction.MAINTENANCE_WINDOW_DELETED,
      description: `Planned maintenance removed: ${window.name}`,
      entityType: 'MaintenanceWindow',
      entityId: id,
      before: recorded(window),
    })
    return { id }
  })
}
