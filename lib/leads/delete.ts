import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import type { DeletedLead } from './contract'
import { lockLead } from './lock'

/** Removes a lead for good. Throws CONFLICT when it has invoices: documents keep the person they were made for. */
export async function deleteLead(ctx: Context, id: string): Promise<DeletedLead> {
  return withTx(ctx, async (tx) => {
    const lead = await lockLead(tx, id)
    const invoice = await tx.invoice.findFirst({ where: { leadId: id }, select: { id: true } })
    if (invoice)
      throw new AppError('CONFLICT', 'This lead has invoices and cannot be deleted. Mark it as lost instead.')
    await tx.lead.delete({ where: { id } })
    await recordAudit(tx, ctx, {
      action: AuditAction.LEAD_DELETED,
      description: `Lead ${lead.name} deleted`,
      entityType: 'Lead',
      entityId: id,
      before: lead,
    })
    return { id }
  })
}
