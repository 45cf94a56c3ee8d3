import { AuditAction, logError, recordAudit } from '../audit'
import { type Context, isSampleActor, runInContext } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { uuidv7 } from '../ids'
import { type Invoice, type InvoiceInput, totalOfLines } from './contract'
import { invoiceFacts, invoiceTitle } from './invoice-event'
import { dayToDb, invoiceInclude, toInvoice } from './invoice-view'
import { lockLead } from './lock'
import { moveLead } from './move-lead'
import { nextInvoiceNumber } from './next-number'
import { failureOf, isRefusal } from './unexpected'

/**
 * Makes a draft invoice with the next number of the year. Throws NOT_FOUND, and CONFLICT for a lead that is
 * a student already. An unexpected failure changes nothing and leaves one event INVOICE_GENERATION_FAILED.
 */
export async function generateInvoice(ctx: Context, leadId: string, input: InvoiceInput): Promise<Invoice> {
  try {
    return await withTx(ctx, (tx) => generate(tx, ctx, leadId, input))
  } catch (error) {
    if (isRefusal(error)) throw error
    const { currency } = input
    await runInContext(ctx, () =>
      logError(AuditAction.INVOICE_GENERATION_FAILED, 'An invoice could not be generated', error, {
        entityType: 'Lead',
        entityId: leadId,
        metadata: { leadId, currency, totalMinor: totalOfLines(input.lines), payableNowMinor: input.payableNowMinor },
      }),
    )
    throw failureOf(error, 'The invoice could not be generated and nothing was changed. Please try again.')
  }
}

async function generate(tx: Tx, ctx: Context, leadId: string, input: InvoiceInput): Promise<Invoice> {
  const lead = await lockLead(tx, leadId)
  if (lead.status === 'CONVERTED') throw new AppError('CONFLICT', `${lead.name} has become a student already.`)
  await moveLead(tx, ctx, lead, 'INVOICED', 'an invoice was generated')
  const invoice = await insertInvoice(tx, ctx, leadId, input)
  await recordAudit(tx, ctx, {
    action: AuditAction.INVOICE_GENERATED,
    description: `Invoice ${invoiceTitle(invoice)} generated`,
    entityType: 'Invoice',
    entityId: invoice.id,
    after: invoice,
    metadata: invoiceFacts(invoice),
  })
  return invoice
}

async function insertInvoice(tx: Tx, ctx: Context, leadId: string, input: InvoiceInput): Promise<Invoice> {
  const now = ctx.now()
  const total = totalOfLines(input.lines)
  const row = await tx.invoice.create({
    data: {
      id: uuidv7(now),
      number: await nextInvoiceNumber(tx, now),
      leadId,
      currency: input.currency,
      totalMinor: total,
      payableNowMinor: input.payableNowMinor === undefined ? total : BigInt(input.payableNowMinor),
      dueDate: dayToDb(input.dueDate ?? null),
      isSample: isSampleActor(ctx.actor),
      createdAt: now,
      updatedAt: now,
      lines: { createMany: { data: input.lines.map((line, position) => ({ ...line, id: uuidv7(now), position })) } },
    },
    include: invoiceInclude,
  })
  return toInvoice(row)
}
