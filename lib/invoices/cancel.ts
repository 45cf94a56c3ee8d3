import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import type { Invoice } from './contract'
import { invoiceFacts, invoiceTitle } from './invoice-event'
import { invoiceInclude, toInvoice } from './invoice-view'
import { lockInvoice, lockLead } from './lock'
import { moveLead } from './move-lead'
import { statusWords } from './status-words'

/**
 * Cancels an invoice on which nothing was paid. A lead without another open invoice goes back to QUALIFIED.
 * Throws NOT_FOUND, CONFLICT.
 */
export async function cancelInvoice(ctx: Context, id: string): Promise<Invoice> {
  return withTx(ctx, async (tx) => {
    const before = await lockInvoice(tx, id)
    const now = ctx.now()
    const cancelled = await tx.invoice.updateMany({
      where: { id, status: { in: ['DRAFT', 'SENT'] } },
      data: { status: 'CANCELLED', cancelledAt: now, updatedAt: now },
    })
    if (cancelled.count === 0)
      throw new AppError(
        'CONFLICT',
        `Invoice ${before.number} is ${statusWords[before.status]} and cannot be cancelled.`,
      )
    const after = toInvoice(await tx.invoice.findUniqueOrThrow({ where: { id }, include: invoiceInclude }))
    await recordAudit(tx, ctx, {
      action: AuditAction.INVOICE_CANCELLED,
      description: `Invoice ${invoiceTitle(after)} cancelled`,
      entityType: 'Invoice',
      entityId: id,
      before: { status: before.status, cancelledAt: before.cancelledAt },
      after: { status: after.status, cancelledAt: after.cancelledAt },
      metadata: invoiceFacts(after),
    })
    await releaseLead(tx, ctx, after)
    return after
  })
}

/** Counts under the lead's lock: of two invoices cancelled at once, the second sees the first. */
async function releaseLead(tx: Tx, ctx: Context, cancelled: Invoice): Promise<void> {
  const lead = await lockLead(tx, cancelled.lead.id)
  if (lead.status !== 'INVOICED') return
  const open = await tx.invoice.count({ where: { leadId: lead.id, status: { in: ['DRAFT', 'SENT'] } } })
  if (open === 0) await moveLead(tx, ctx, lead, 'QUALIFIED', `invoice ${cancelled.number} was cancelled`)
}
