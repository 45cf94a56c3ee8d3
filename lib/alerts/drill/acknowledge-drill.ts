import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import type { AlertDrill } from '../contract'
import { personOf } from '../person'
import { closeIncidents } from './close-incidents'
import { drillColumns, toDrill } from './drill-view'

/** Says that the drill was seen. Throws NOT_FOUND, and CONFLICT when somebody was quicker or the time is over. */
export async function acknowledgeDrill(ctx: Context, id: string): Promise<AlertDrill> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const byName = personOf(ctx).name
    const [row] = await tx.alertDrill.updateManyAndReturn({
      where: { id, acknowledgedAt: null, failedAt: null, acknowledgeUntil: { gt: now } },
      data: { acknowledgedAt: now, acknowledgedByName: byName },
      select: drillColumns,
    })
    if (!row) throw refusal(await tx.alertDrill.findUnique({ where: { id }, select: drillColumns }))
    await closeIncidents(tx, row, `${byName} acknowledged it.`)
    const seconds = Math.round((now.getTime() - row.startedAt.getTime()) / 1_000)
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_DRILL_ACKNOWLEDGED,
      description: `${byName} acknowledged the alert drill after ${Math.ceil(seconds / 60)} min`,
      entityType: 'AlertDrill',
      entityId: id,
      metadata: { afterSeconds: seconds },
    })
    return toDrill(row)
  })
}

function refusal(row: { acknowledgedAt: Date | null; acknowledgedByName: string | null } | null) {
  if (!row) return new AppError('NOT_FOUND', 'There is no such drill.')
  if (row.acknowledgedAt) return new AppError('CONFLICT', `${row.acknowledgedByName} acknowledged this drill already.`)
  return new AppError('CONFLICT', 'The time to acknowledge this drill is over.')
}
