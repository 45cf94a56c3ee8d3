import type { Context } from '../context'
import { databaseTime, withTx } from '../db'
import { AppError } from '../errors'
import { alertInclude, toAlert } from './alert-view'
import type { Alert } from './contract'
import { resolveOpen } from './evaluate/resolve-open'
import { personOf } from './person'

/**
 * Ends an alert by hand; whoever was told "firing" is told. A condition that still holds opens a new one at the next look.
 * Throws NOT_FOUND, CONFLICT.
 */
export async function resolveAlert(ctx: Context, id: string): Promise<Alert> {
  return withTx(ctx, async (tx) => {
    // Messages keep the order of their times.
    const now = await databaseTime(tx)
    const resolved = await resolveOpen(tx, ctx, { id, now, how: 'person', byName: personOf(ctx).name })
    const row = await tx.alert.findUnique({ where: { id }, include: alertInclude })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such alert.')
    if (resolved === 0) throw new AppError('CONFLICT', 'This alert is resolved already.')
    return toAlert(row)
  })
}
