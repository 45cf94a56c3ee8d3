import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { formatMinor } from '../money'
import type { PaymentInput } from '../payments/contract'
import { type Invoice, PaymentReceipt } from './contract'
import { claimCall, makeCall, storeAnswer } from './idempotency'
import { lockInvoice } from './lock'
import { receivePayment } from './receive-payment'
import { statusWords } from './status-words'

export type RecordPaymentInput = {
  invoiceId: string
  payment: PaymentInput
  /** With a key, a repeat gets the first answer instead of booking the money again. */
  idempotencyKey?: string | undefined
}

/**
 * Books the rest of a partly paid invoice, once or in parts. Throws NOT_FOUND, CONFLICT for any other state,
 * INVALID_INPUT for more than what remains.
 */
export async function recordPayment(ctx: Context, input: RecordPaymentInput): Promise<PaymentReceipt> {
  const { invoiceId, payment, idempotencyKey } = input
  if (idempotencyKey === undefined) return withTx(ctx, (tx) => book(tx, ctx, input))
  const call = makeCall(ctx, 'invoices.payments', idempotencyKey, {
    invoiceId,
    ...payment,
    reference: payment.reference ?? null,
  })
  return withTx(ctx, async (tx) => {
    const first = await claimCall(tx, ctx, call)
    if (first !== undefined) return PaymentReceipt.parse(first)
    const receipt = PaymentReceipt.parse(await book(tx, ctx, input))
    await storeAnswer(tx, call, receipt)
    return receipt
  })
}

async function book(tx: Tx, ctx: Context, { invoiceId, payment }: RecordPaymentInput): Promise<PaymentReceipt> {
  const invoice = await lockInvoice(tx, invoiceId)
  refuseUnlessOwed(invoice, payment.amountMinor)
  const student = await tx.student.findUniqueOrThrow({ where: { leadId: invoice.lead.id }, select: { id: true } })
  return receivePayment(tx, ctx, invoice, student.id, payment)
}

function refuseUnlessOwed(invoice: Invoice, amountMinor: number): void {
  if (invoice.status !== 'PARTIALLY_PAID')
    throw new AppError(
      'CONFLICT',
      `Invoice ${invoice.number} is ${statusWords[invoice.status]}; only a partly paid one takes more.`,
    )
  if (amountMinor <= invoice.remainingMinor) return
  const rest = formatMinor(invoice.remainingMinor, invoice.currency)
  throw new AppError('INVALID_INPUT', `Only ${rest} remain to be paid on ${invoice.number}.`, {
    problems: [{ detail: `At most ${invoice.remainingMinor} minor units remain`, pointer: '/amountMinor' }],
  })
}
