import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { changeSetting, readSetting } from '../settings'
import { SloTargets, type SloTargetsPatch } from './contract'

const key = 'slo'

/** What is promised, with defaults for what nobody has changed. */
export const getSloTargets = (tx?: Pick<Tx, 'setting'>): Promise<SloTargets> => readSetting(key, SloTargets, tx)

/** Changes what is given; the months that are over keep what was promised then. */
export async function updateSloTargets(ctx: Context, changes: SloTargetsPatch): Promise<SloTargets> {
  return withTx(ctx, async (tx) => {
    const { before, after } = await changeSetting(tx, ctx, { key, schema: SloTargets, changes })
    await recordAudit(tx, ctx, {
      action: AuditAction.SLO_TARGETS_UPDATED,
      description: `Service level targets changed: ${after.availabilityPercent} % available, ${after.latencyPercent} % of requests within ${after.latencyMs} ms`,
      entityType: 'Setting',
      entityId: key,
      before,
      after,
    })
    return after
  })
}
