import { z } from 'zod'
import { roles } from '../context/contract'
import { requiredText } from '../form-fields'
import { pageOf, pageQuery } from '../paging'

/** Long enough to resist guessing at the lock-out's pace, short enough not to make argon2 a denial of service. */
export const Password = z.string().min(12, 'At least 12 characters').max(200, 'At most 200 characters')

export const EmailAddress = z.email('This is not an e-mail address').trim().toLowerCase().max(254)

export const NewUser = z.strictObject({
  email: EmailAddress,
  name: requiredText(120),
  role: z.enum(roles),
  password: Password,
})
export type NewUser = z.infer<typeof NewUser>

/** A member as other members are shown: to whom something can be assigned, and who may still sign in. */
export const Member = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    disabledAt: z.iso.datetime().nullable(),
    lastLoginAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

export const MemberQuery = z.strictObject(pageQuery)
export type MemberQuery = z.infer<typeof MemberQuery>
export const MemberPage = pageOf(Member)
export type MemberPage = z.infer<typeof MemberPage>
