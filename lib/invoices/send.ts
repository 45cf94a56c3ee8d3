import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import type { Invoice } from './contract'
import { invoiceFacts, invoiceTitle } from './invoice-event'
import { invoiceInclude, toInvoice } from './invoice-view'
import { statusWords } from './status-words'

/** Marks a draft as sent; the conditional update decides between two who try. Throws NOT_FOUND, CONFLICT. */
export async function sendInvoice(ctx: Context, id: string): Promise<Invoice> {
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const sent = await tx.invoice.updateMany({
      where: { id, status: 'DRAFT', lead: { status: { not: 'CONVERTED' } } },
      data: { status: 'SENT', sentAt: now, updatedAt: now },
    })
    const row = await tx.invoice.findUnique({ where: { id }, include: invoiceInclude })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such invoice.')
    if (sent.count === 0 && row.status === 'DRAFT')
      throw new AppError('CONFLICT', `${row.lead.name} is a student already; this invoice can only be cancelled.`)
    if (sent.count === 0)
      throw new AppError('CONFLICT', `Invoice ${row.number} is ${statusWords[row.status]}; only a draft can be sent.`)
    const invoice = toInvoice(row)
    await recordAudit(tx, ctx, {
      action: AuditAction.INVOICE_SENT,
      description: `Invoice ${invoiceTitle(invoice)} sent`,
      entityType: 'Invoice',
      entityId: id,
      before: { status: 'DRAFT', sentAt: null },
      after: { status: invoice.status, sentAt: invoice.sentAt },
      metadata: invoiceFacts(invoice),
    })
    return invoice
  })
}
