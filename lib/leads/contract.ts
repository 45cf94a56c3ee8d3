import { z } from 'zod'
import { emailField, optionalText, requiredText, searchField } from '../form-fields'
import { pageOf, pageQuery } from '../paging'

export const LeadStatus = z.enum(['NEW', 'CONTACTED', 'QUALIFIED', 'INVOICED', 'CONVERTED', 'LOST'])
export type LeadStatus = z.infer<typeof LeadStatus>

/** What a person may set. INVOICED and CONVERTED follow from invoices and payments. */
export const SettableLeadStatus = LeadStatus.exclude(['INVOICED', 'CONVERTED'])
export type SettableLeadStatus = z.infer<typeof SettableLeadStatus>

export const Lead = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    course: z.string().nullable(),
    origin: z.string().nullable(),
    notes: z.string().nullable(),
    status: LeadStatus,
    isSample: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Lead' })
export type Lead = z.infer<typeof Lead>

/** A lead's invoice as its page shows it; amounts as in `Invoice`. */
export const LeadInvoice = z
  .object({
    id: z.uuid(),
    number: z.string(),
    status: z.enum(['DRAFT', 'SENT', 'PARTIALLY_PAID', 'PAID', 'CANCELLED']),
    currency: z.string(),
    totalMinor: z.number().int(),
    payableNowMinor: z.number().int(),
    paidMinor: z.number().int(),
    remainingMinor: z.number().int(),
    dueDate: z.iso.date().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadInvoice' })
export type LeadInvoice = z.infer<typeof LeadInvoice>

/** A lead with its invoices, newest first, and the student it became. */
export const LeadDetail = Lead.extend({
  invoices: z.array(LeadInvoice),
  student: z
    .object({
      id: z.uuid(),
      number: z.string(),
      name: z.string(),
      status: z.enum(['ACTIVE', 'PAUSED', 'LEFT']),
      enrolledAt: z.iso.datetime(),
    })
    .nullable(),
}).meta({ id: 'LeadDetail' })
export type LeadDetail = z.infer<typeof LeadDetail>

const optionalFields = {
  phone: optionalText(40).exactOptional(),
  course: optionalText(120).exactOptional(),
  origin: optionalText(60).exactOptional(),
  notes: optionalText(5_000).exactOptional(),
}

export const LeadInput = z.strictObject({ name: requiredText(120), email: emailField, ...optionalFields })
export type LeadInput = z.infer<typeof LeadInput>

export const LeadPatch = z.strictObject({
  name: requiredText(120).exactOptional(),
  email: emailField.exactOptional(),
  ...optionalFields,
  status: SettableLeadStatus.exactOptional(),
})
export type LeadPatch = z.infer<typeof LeadPatch>

/** `search` looks in name, e-mail, phone and course. */
export const LeadQuery = z.strictObject({
  ...pageQuery,
  status: LeadStatus.optional(),
  search: searchField.optional(),
})
export type LeadQuery = z.infer<typeof LeadQuery>

export const LeadPage = pageOf(Lead)
export type LeadPage = z.infer<typeof LeadPage>

export const LeadParams = z.object({ id: z.uuid() })
export const DeletedLead = z.object({ id: z.uuid() })
export type DeletedLead = z.infer<typeof DeletedLead>
