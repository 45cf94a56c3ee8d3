import { z } from 'zod'
import { amountField, optionalText, searchField } from '../form-fields'
import { pageOf, pageQuery } from '../paging'

export const PaymentMethod = z.enum(['BANK_TRANSFER', 'CARD', 'CASH', 'OTHER'])
export type PaymentMethod = z.infer<typeof PaymentMethod>

export const Payment = z
  .object({
    id: z.uuid(),
    amountMinor: z.number().int(),
    currency: z.string(),
    method: PaymentMethod,
    reference: z.string().nullable(),
    receivedById: z.uuid().nullable(),
    isSample: z.boolean(),
    receivedAt: z.iso.datetime(),
    invoice: z.object({ id: z.uuid(), number: z.string() }),
    student: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  })
  .meta({ id: 'Payment' })
export type Payment = z.infer<typeof Payment>

/** Money that came in, for pay-and-convert and for the rest of an invoice alike. */
export const PaymentInput = z.strictObject({
  amountMinor: amountField,
  method: PaymentMethod,
  reference: optionalText(140).exactOptional(),
})
export type PaymentInput = z.infer<typeof PaymentInput>

/** `search` looks in reference, invoice number and student's name. */
export const PaymentQuery = z.strictObject({
  ...pageQuery,
  method: PaymentMethod.optional(),
  invoiceId: z.uuid().optional(),
  studentId: z.uuid().optional(),
  search: searchField.optional(),
})
export type PaymentQuery = z.infer<typeof PaymentQuery>

export const PaymentPage = pageOf(Payment)
export type PaymentPage = z.infer<typeof PaymentPage>
