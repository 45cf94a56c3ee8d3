import { isDeepStrictEqual } from 'node:util'
import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import { toWire } from '../wire'
import type { Lead, LeadPatch } from './contract'
import { lockLead } from './lock'

/** Changes the given fields. Throws CONFLICT for the status of a converted lead. */
export async function updateLead(ctx: Context, id: string, patch: LeadPatch): Promise<Lead> {
  return withTx(ctx, async (tx) => {
    const before = await lockLead(tx, id)
    if (before.status === 'CONVERTED' && patch.status !== undefined)
      throw new AppError('CONFLICT', `${before.name} has become a student; the lead's status is final.`)
    if (isDeepStrictEqual({ ...before, ...patch }, before)) return before
    const after = toWire(await tx.lead.update({ where: { id }, data: { ...patch, updatedAt: ctx.now() } }))
    await recordAudit(tx, ctx, {
      action: AuditAction.LEAD_UPDATED,
      description: sentence(before, after),
      entityType: 'Lead',
      entityId: id,
      before,
      after,
    })
    return after
  })
}

function sentence(before: Lead, after: Lead): string {
  if (before.status === after.status) return `Lead ${after.name} changed`
  return `Lead ${after.name} moved from ${before.status.toLowerCase()} to ${after.status.toLowerCase()}`
}
