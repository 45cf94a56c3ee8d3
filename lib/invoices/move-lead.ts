import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import type { Tx } from '../db'
import type { Lead, LeadStatus } from '../leads/contract'

/** Gives a locked lead the status that follows from its invoices; the event names the reason. */
export async function moveLead(tx: Tx, ctx: Context, lead: Lead, status: LeadStatus, reason: string): Promise<void> {
  if (lead.status === status) return
  await tx.lead.update({ where: { id: lead.id }, data: { status, updatedAt: ctx.now() } })
  await recordAudit(tx, ctx, {
    action: AuditAction.LEAD_UPDATED,
    description: `Lead ${lead.name} moved from ${lead.status.toLowerCase()} to ${status.toLowerCase()}: ${reason}`,
    entityType: 'Lead',
    entityId: lead.id,
    before: { status: lead.status },
    after: { status },
    metadata: { leadName: lead.name, reason },
  })
}
