import { z } from 'zod'
import { emailField, optionalText, requiredText, searchField } from '../form-fields'
import { pageOf, pageQuery } from '../paging'
import { Payment } from '../payments/contract'

export const StudentStatus = z.enum(['ACTIVE', 'PAUSED', 'LEFT'])
export type StudentStatus = z.infer<typeof StudentStatus>

export const Student = z
  .object({
    id: z.uuid(),
    number: z.string().meta({ description: 'STU-2026-0042; numbers may have gaps' }),
    leadId: z.uuid(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    course: z.string().nullable(),
    status: StudentStatus,
    isSample: z.boolean(),
    enrolledAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Student' })
export type Student = z.infer<typeof Student>

/** A student with the payments, newest first. */
export const StudentDetail = Student.extend({ payments: z.array(Payment) }).meta({ id: 'StudentDetail' })
export type StudentDetail = z.infer<typeof StudentDetail>

export const StudentPatch = z.strictObject({
  name: requiredText(120).exactOptional(),
  email: emailField.exactOptional(),
  phone: optionalText(40).exactOptional(),
  course: optionalText(120).exactOptional(),
  status: StudentStatus.exactOptional(),
})
export type StudentPatch = z.infer<typeof StudentPatch>

/** `search` looks in name, e-mail, number and course. */
export const StudentQuery = z.strictObject({
  ...pageQuery,
  status: StudentStatus.optional(),
  search: searchField.optional(),
})
export type StudentQuery = z.infer<typeof StudentQuery>

export const StudentPage = pageOf(Student)
export type StudentPage = z.infer<typeof StudentPage>

export const StudentParams = z.object({ id: z.uuid() })
