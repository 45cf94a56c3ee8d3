import { z } from 'zod'
import { roles } from '../context/contract'

/** Long enough to resist guessing at the lock-out's pace, short enough not to make argon2 a denial of service. */
export const Password = z.string().min(12, 'At least 12 characters').max(200, 'At most 200 characters')

export const EmailAddress = z.email('This is not an e-mail address').trim().toLowerCase().max(254)

export const NewUser = z.strictObject({
  email: EmailAddress,
  name: z.string().trim().min(1).max(120),
  role: z.enum(roles),
  password: Password,
})
export type NewUser = z.infer<typeof NewUser>
