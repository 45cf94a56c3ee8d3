import { AuditAction, logCritical, logSuccess } from '../audit'
import { type Context, runInContext } from '../context'
import { getDb, type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { formatMinor } from '../money'
import type { PaymentInput } from '../payments/contract'
import { Conversion, type Invoice } from './contract'
import { convertLead } from './convert-lead'
import { type Call, claimCall, findStoredAnswer, makeCall, storeAnswer } from './idempotency'
import { invoiceFacts, invoiceTitle } from './invoice-event'
import { invoiceInclude, toInvoice } from './invoice-view'
import { lockInvoice } from './lock'
import { statusWords } from './status-words'
import { failureOf, isRefusal } from './unexpected'

export type PayAndConvertInput = { invoiceId: string; payment: PaymentInput; idempotencyKey: string }

/**
 * Takes the first payment on an invoice and turns its lead into a student: all of it in one transaction that
 * locks the invoice, or nothing. A repeat with the same key gets the first answer. Throws NOT_FOUND, CONFLICT
 * (state), INVALID_INPUT (amount, key of another request). An unexpected failure leaves one CRITICAL event.
 */
export async function payAndConvert(ctx: Context, input: PayAndConvertInput): Promise<Conversion> {
  const { invoiceId, payment, idempotencyKey } = input
  const call = makeCall(ctx, 'invoices.pay-and-convert', idempotencyKey, {
    invoiceId,
    ...payment,
    reference: payment.reference ?? null,
  })
  const first = await findStoredAnswer(call)
  if (first !== undefined) return Conversion.parse(first)
  const checked = await checkBeforehand(call, input)
  if ('answer' in checked) return Conversion.parse(checked.answer)
  const about = eventDetails(checked.invoice, input)
  await runInContext(ctx, () =>
    logSuccess(AuditAction.CONVERSION_STARTED, `Conversion of ${checked.invoice.lead.name} started`, about),
  )
  try {
    return await withTx(ctx, (tx) => convert(tx, ctx, call, input))
  } catch (error) {
    if (isRefusal(error)) throw error
    const sentence = `Conversion of ${checked.invoice.lead.name} failed and was rolled back`
    await runInContext(ctx, () => logCritical(AuditAction.LEAD_TO_STUDENT_CONVERSION, sentence, error, about))
    throw failureOf(error, 'The conversion failed and nothing was changed. It is safe to try again.')
  }
}

/** Refuses what cannot succeed before anything is written, unless a twin of this call has just succeeded. */
async function checkBeforehand(
  call: Call,
  { invoiceId, payment }: PayAndConvertInput,
): Promise<{ invoice: Invoice } | { answer: unknown }> {
  try {
    const row = await getDb().invoice.findUnique({
      where: { id: invoiceId },
      include: { ...invoiceInclude, lead: { select: { id: true, name: true, status: true } } },
    })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such invoice.')
    const invoice = toInvoice(row)
    refuseUnlessConvertible(invoice, payment.amountMinor)
    if (row.lead.status === 'CONVERTED') throw new AppError('CONFLICT', `${row.lead.name} is a student already.`)
    return { invoice }
  } catch (error) {
    const answer = isRefusal(error) ? await findStoredAnswer(call) : undefined
    if (answer === undefined) throw error
    return { answer }
  }
}

/** The claim comes first: whoever waits for it repeats this call, and needs no lock on the invoice. */
async function convert(tx: Tx, ctx: Context, call: Call, input: PayAndConvertInput): Promise<Conversion> {
  const first = await claimCall(tx, ctx, call)
  if (first !== undefined) return Conversion.parse(first)
  const invoice = await lockInvoice(tx, input.invoiceId)
  refuseUnlessConvertible(invoice, input.payment.amountMinor)
  const conversion = Conversion.parse(await convertLead(tx, ctx, invoice, input.payment))
  await storeAnswer(tx, call, conversion)
  return conversion
}

function refuseUnlessConvertible(invoice: Invoice, amountMinor: number): void {
  if (invoice.status !== 'DRAFT' && invoice.status !== 'SENT')
    throw new AppError(
      'CONFLICT',
      `Invoice ${invoice.number} is ${statusWords[invoice.status]}; nothing can be converted with it.`,
    )
  const { payableNowMinor, totalMinor, currency } = invoice
  if (amountMinor >= payableNowMinor && amountMinor <= totalMinor) return
  const range = `${formatMinor(payableNowMinor, currency)} to ${formatMinor(totalMinor, currency)}`
  throw new AppError('INVALID_INPUT', `The first payment on ${invoice.number} must be from ${range}.`, {
    problems: [{ detail: `From ${payableNowMinor} to ${totalMinor} minor units`, pointer: '/amountMinor' }],
  })
}

function eventDetails(invoice: Invoice, { payment, idempotencyKey }: PayAndConvertInput) {
  const { amountMinor, method } = payment
  return {
    entityType: 'Lead',
    entityId: invoice.lead.id,
    metadata: { ...invoiceFacts(invoice), amountMinor, method, idempotencyKey, invoice: invoiceTitle(invoice) },
  }
}
