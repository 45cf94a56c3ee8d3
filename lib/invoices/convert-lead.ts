import { AuditAction, recordAudit } from '../audit'
import { type Context, isSampleActor } from '../context'
import type { Tx } from '../db'
import { AppError } from '../errors'
import { uuidv7 } from '../ids'
import type { Lead } from '../leads/contract'
import { formatMinor } from '../money'
import type { PaymentInput } from '../payments/contract'
import type { Student } from '../students/contract'
import { toWire } from '../wire'
import type { Conversion, Invoice } from './contract'
import { invoiceFacts } from './invoice-event'
import { lockLead } from './lock'
import { paymentFacts, receivePayment } from './receive-payment'

/**
 * Turns the lead of a locked invoice into a student with this payment, and records the four events of it.
 * Throws CONFLICT when the lead is a student already: the conditional update decides between two invoices.
 */
export async function convertLead(tx: Tx, ctx: Context, invoice: Invoice, payment: PaymentInput): Promise<Conversion> {
  const before = await lockLead(tx, invoice.lead.id)
  const lead = await markConverted(tx, ctx, before)
  const student = await createStudent(tx, ctx, lead)
  const receipt = await receivePayment(tx, ctx, invoice, student.id, payment)
  const conversion = { ...receipt, student, lead }
  await recordStudent(tx, ctx, conversion)
  await recordConversion(tx, ctx, before, invoice, conversion)
  return conversion
}

async function markConverted(tx: Tx, ctx: Context, before: Lead): Promise<Lead> {
  const { count } = await tx.lead.updateMany({
    where: { id: before.id, status: { not: 'CONVERTED' } },
    data: { status: 'CONVERTED', updatedAt: ctx.now() },
  })
  if (count !== 1) throw new AppError('CONFLICT', `${before.name} is a student already.`)
  return toWire(await tx.lead.findUniqueOrThrow({ where: { id: before.id } }))
}

async function createStudent(tx: Tx, ctx: Context, lead: Lead): Promise<Student> {
  const now = ctx.now()
  const { name, email, phone, course } = lead
  const [next] = await tx.$queryRaw<{ value: bigint }[]>`SELECT nextval('"Student_number_seq"') AS "value"`
  if (!next) throw new Error('nextval always returns a row')
  const row = await tx.student.create({
    data: {
      id: uuidv7(now),
      number: `STU-${now.getUTCFullYear()}-${String(next.value).padStart(4, '0')}`,
      leadId: lead.id,
      name,
      email,
      phone,
      course,
      isSample: isSampleActor(ctx.actor),
      enrolledAt: now,
      updatedAt: now,
    },
  })
  return toWire(row)
}

async function recordStudent(tx: Tx, ctx: Context, { student, invoice, payment }: Conversion): Promise<void> {
  await recordAudit(tx, ctx, {
    action: AuditAction.STUDENT_CREATED,
    description: `Student ${student.number} ${student.name} enrolled`,
    entityType: 'Student',
    entityId: student.id,
    after: student,
    metadata: { ...invoiceFacts(invoice), ...paymentFacts(payment) },
  })
}

/** Two events on the lead: its own change of state, and the whole conversion with its amounts. */
async function recordConversion(tx: Tx, ctx: Context, lead: Lead, invoice: Invoice, done: Conversion): Promise<void> {
  const about = {
    entityType: 'Lead',
    entityId: lead.id,
    metadata: { ...invoiceFacts(done.invoice), ...paymentFacts(done.payment) },
  }
  const { student, payment } = done
  await recordAudit(tx, ctx, {
    ...about,
    action: AuditAction.LEAD_CONVERTED,
    description: `Lead ${lead.name} became student ${student.number}`,
    before: { status: lead.status },
    after: { status: done.lead.status },
  })
  const amount = formatMinor(payment.amountMinor, payment.currency)
  await recordAudit(tx, ctx, {
    ...about,
    action: AuditAction.LEAD_TO_STUDENT_CONVERSION,
    description: `${lead.name} paid ${amount} on ${invoice.number} and became student ${student.number}`,
    before: stateOf(lead, invoice, null),
    after: stateOf(done.lead, done.invoice, student.number),
  })
}

function stateOf(lead: Lead, invoice: Invoice, studentNumber: string | null) {
  const { status, paidMinor, remainingMinor } = invoice
  return { leadStatus: lead.status, invoiceStatus: status, paidMinor, remainingMinor, studentNumber }
}
