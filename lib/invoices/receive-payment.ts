import { AuditAction, recordAudit } from '../audit'
import { type Context, isSampleActor } from '../context'
import type { Tx } from '../db'
import { uuidv7 } from '../ids'
import { formatMinor } from '../money'
import type { Payment, PaymentInput } from '../payments/contract'
import { toWire } from '../wire'
import type { Invoice, PaymentReceipt } from './contract'
import { invoiceFacts } from './invoice-event'
import { invoiceInclude, toInvoice } from './invoice-view'

/**
 * Books money on an invoice that the caller has locked and whose state and amount it has checked: the
 * payment, the invoice's new state and the event PAYMENT_RECEIVED.
 */
export async function receivePayment(
  tx: Tx,
  ctx: Context,
  invoice: Invoice,
  studentId: string,
  input: PaymentInput,
): Promise<PaymentReceipt> {
  const payment = await insertPayment(tx, ctx, invoice, studentId, input)
  const paidMinor = invoice.paidMinor + input.amountMinor
  const row = await tx.invoice.update({
    where: { id: invoice.id },
    data: { paidMinor, status: paidMinor === invoice.totalMinor ? 'PAID' : 'PARTIALLY_PAID', updatedAt: ctx.now() },
    include: invoiceInclude,
  })
  const paid = toInvoice(row)
  await recordAudit(tx, ctx, {
    action: AuditAction.PAYMENT_RECEIVED,
    description: `${formatMinor(input.amountMinor, invoice.currency)} received from ${payment.student.name} on ${invoice.number}`,
    entityType: 'Payment',
    entityId: payment.id,
    before: accountOf(invoice),
    after: accountOf(paid),
    metadata: { ...invoiceFacts(paid), ...paymentFacts(payment) },
  })
  return { payment, invoice: paid }
}

/** What every event about a payment carries in its metadata. */
export function paymentFacts(payment: Payment) {
  const { id, amountMinor, method, reference, student } = payment
  return { paymentId: id, amountMinor, method, reference, studentId: student.id, studentNumber: student.number }
}

function accountOf({ status, paidMinor, remainingMinor }: Invoice) {
  return { invoiceStatus: status, paidMinor, remainingMinor }
}

async function insertPayment(tx: Tx, ctx: Context, invoice: Invoice, studentId: string, input: PaymentInput) {
  const now = ctx.now()
  const row = await tx.payment.create({
    data: {
      id: uuidv7(now),
      invoiceId: invoice.id,
      studentId,
      amountMinor: input.amountMinor,
      currency: invoice.currency,
      method: input.method,
      reference: input.reference ?? null,
      receivedById: ctx.actor.type === 'user' ? ctx.actor.id : null,
      isSample: isSampleActor(ctx.actor),
      receivedAt: now,
    },
    omit: { invoiceId: true, studentId: true },
    include: {
      invoice: { select: { id: true, number: true } },
      student: { select: { id: true, number: true, name: true } },
    },
  })
  return toWire(row)
}
