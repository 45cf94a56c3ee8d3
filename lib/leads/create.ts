import { AuditAction, recordAudit } from '../audit'
import { type Context, isSampleActor } from '../context'
import { withTx } from '../db'
import { uuidv7 } from '../ids'
import { toWire } from '../wire'
import type { Lead, LeadInput } from './contract'

/** Adds somebody who may become a student. */
export async function createLead(ctx: Context, input: LeadInput): Promise<Lead> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const row = await tx.lead.create({
      data: { ...input, id: uuidv7(now), isSample: isSampleActor(ctx.actor), createdAt: now, updatedAt: now },
    })
    const lead = toWire(row)
    await recordAudit(tx, ctx, {
      action: AuditAction.LEAD_CREATED,
      description: `Lead ${lead.name} added`,
      entityType: 'Lead',
      entityId: lead.id,
      after: lead,
    })
    return lead
  })
}
