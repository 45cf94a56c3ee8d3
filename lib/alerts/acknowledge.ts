import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import { alertInclude, toAlert } from './alert-view'
import type { Alert } from './contract'
import { personOf } from './person'

/**
 * Says that somebody is on it: no further "firing" and no escalation until it recovers; "resolved" is told all the same. The
 * conditional update decides between two who press at once. Throws NOT_FOUND, CONFLICT.
 */
export async function acknowledgeAlert(ctx: Context, id: string): Promise<Alert> {
  return withTx(ctx, async (tx) => {
    const person = personOf(ctx)
    const changed = await tx.alert.updateMany({
      where: { id, state: 'FIRING' },
      data: {
        state: 'ACKNOWLEDGED',
        acknowledgedAt: ctx.now(),
        acknowledgedById: person.id,
        acknowledgedByName: person.name,
      },
    })
    const row = await tx.alert.findUnique({ where: { id }, include: alertInclude })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such alert.')
    if (changed.count === 0)
      throw new AppError(
        'CONFLICT',
        row.state === 'RESOLVED'
          ? 'This alert is resolved already.'
          : `${row.acknowledgedByName ?? 'Somebody'} acknowledged it already.`,
      )
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_ACKNOWLEDGED,
      description: `Alert acknowledged: ${row.title}`,
      entityType: 'Alert',
      entityId: id,
      before: { state: 'FIRING' },
      after: { state: 'ACKNOWLEDGED' },
      metadata: { rule: row.rule, source: row.source },
    })
    return toAlert(row)
  })
}
