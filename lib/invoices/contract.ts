import { z } from 'zod'
import { amountField, currencyField, dayField, requiredText, searchField } from '../form-fields'
import { Lead } from '../leads/contract'
import { maxAmountMinor } from '../money'
import { pageOf, pageQuery } from '../paging'
import { Payment } from '../payments/contract'
import { Student } from '../students/contract'

export const InvoiceStatus = z.enum(['DRAFT', 'SENT', 'PARTIALLY_PAID', 'PAID', 'CANCELLED'])
export type InvoiceStatus = z.infer<typeof InvoiceStatus>

const minor = z.number().int()

export const InvoiceLine = z.object({ description: z.string(), quantity: minor, unitPriceMinor: minor })
export type InvoiceLine = z.infer<typeof InvoiceLine>

export const Invoice = z
  .object({
    id: z.uuid(),
    number: z.string().meta({ description: 'INV-2026-000123, without gaps within a year' }),
    status: InvoiceStatus,
    currency: z.string(),
    lines: z.array(InvoiceLine),
    totalMinor: minor,
    payableNowMinor: minor,
    paidMinor: minor,
    remainingMinor: minor.meta({
      description:
        'Before the first payment: total without the part payable now. Afterwards: total without what was paid',
    }),
    dueDate: z.iso.date().nullable(),
    lead: z.object({ id: z.uuid(), name: z.string() }),
    isSample: z.boolean(),
    sentAt: z.iso.datetime().nullable(),
    cancelledAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Invoice' })
export type Invoice = z.infer<typeof Invoice>

/** An invoice with its payments, oldest first, its whole lead and the student the lead became. */
export const InvoiceDetail = Invoice.extend({
  lead: Lead,
  student: Student.nullable(),
  payments: z.array(Payment),
}).meta({ id: 'InvoiceDetail' })
export type InvoiceDetail = z.infer<typeof InvoiceDetail>

/** A line as it is typed. A discount is a line with a negative price. */
export const InvoiceLineInput = z.strictObject({
  description: requiredText(200),
  quantity: z.number().int().min(1).max(10_000),
  unitPriceMinor: z.number().int().min(-maxAmountMinor).max(maxAmountMinor),
})
export type InvoiceLineInput = z.infer<typeof InvoiceLineInput>

/** The sum of the lines, exact: a product alone may already leave the safe integers. */
export function totalOfLines(lines: readonly InvoiceLine[]): bigint {
  return lines.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPriceMinor), 0n)
}

const lines = z
  .array(InvoiceLineInput)
  .min(1)
  .max(50)
  .superRefine((typed, check) => {
    const total = totalOfLines(typed)
    if (total < 1n || total > BigInt(maxAmountMinor))
      check.addIssue({ code: 'custom', message: `The total must be from 1 to ${maxAmountMinor} minor units` })
  })

/** The sentence for a part payable now that is more than the whole. */
export const payableNowProblem = 'The part payable now must be from 1 to the total'

export const InvoiceInput = z
  .strictObject({
    currency: currencyField,
    lines,
    payableNowMinor: amountField.exactOptional(),
    dueDate: dayField.nullable().exactOptional(),
  })
  .superRefine((input, check) => {
    if (input.payableNowMinor !== undefined && BigInt(input.payableNowMinor) > totalOfLines(input.lines))
      check.addIssue({ code: 'custom', path: ['payableNowMinor'], message: payableNowProblem })
  })
export type InvoiceInput = z.infer<typeof InvoiceInput>

/** For drafts. Without `payableNowMinor` a part stays as it is, and "everything" stays everything. */
export const InvoicePatch = z.strictObject({
  lines: lines.exactOptional(),
  payableNowMinor: amountField.exactOptional(),
  dueDate: dayField.nullable().exactOptional(),
})
export type InvoicePatch = z.infer<typeof InvoicePatch>

/** `search` looks in invoice number and lead's name. */
export const InvoiceQuery = z.strictObject({
  ...pageQuery,
  status: InvoiceStatus.optional(),
  leadId: z.uuid().optional(),
  search: searchField.optional(),
})
export type InvoiceQuery = z.infer<typeof InvoiceQuery>

export const InvoicePage = pageOf(Invoice)
export type InvoicePage = z.infer<typeof InvoicePage>

/** What pay-and-convert answers. */
export const Conversion = z
  .object({ payment: Payment, student: Student, lead: Lead, invoice: Invoice })
  .meta({ id: 'Conversion' })
export type Conversion = z.infer<typeof Conversion>

/** What a further payment answers. */
export const PaymentReceipt = z.object({ payment: Payment, invoice: Invoice }).meta({ id: 'PaymentReceipt' })
export type PaymentReceipt = z.infer<typeof PaymentReceipt>

export const InvoiceParams = z.object({ id: z.uuid() })

/** What makes a repeat of the same payment answer what the first one did. */
export const IdempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x20-\x7e]{8,128}$/)
    .meta({
      examples: ['pay-2026-000123-1'],
      description: 'The same key with the same body answers the first answer; with another body it is 422',
    }),
})
