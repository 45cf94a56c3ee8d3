import { z } from 'zod'
import { env } from '../../env'
import { emailField, requiredText } from '../../form-fields'
import { addressProblem } from '../../outbound'

/** An address that Daybook may send to; what DNS says is looked at when it is used. */
export const urlValue = requiredText(2_000).superRefine((text, check) => {
  const problem = addressProblem(text, { allowPrivate: env().ALERT_ALLOW_PRIVATE_ADDRESSES })
  if (problem) check.addIssue({ code: 'custom', message: problem })
})

/** An address that is another one when it is left out. */
export const urlValueOr = (address: string) =>
  z
    .string()
    .trim()
    .transform((text) => text || address)
    .pipe(urlValue)
    .default(address)

export const emailsValue = listOf(emailField, 'an e-mail address')
export const phoneValue = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{6,14}$/, 'A number with its country code, such as +493012345678')
export const phonesValue = listOf(phoneValue, 'a phone number')

/** Up to 20 values with commas, semicolons or line breaks between them, each once. */
function listOf(item: z.ZodType<string>, noun: string) {
  return requiredText(2_000).transform((text, check) => {
    const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
    if (parts.length > 20) check.addIssue({ code: 'custom', message: 'At most 20' })
    return [...new Set(parts)].map((part) => {
      const parsed = item.safeParse(part)
      if (!parsed.success) check.addIssue({ code: 'custom', message: `“${part.slice(0, 60)}” is not ${noun}` })
      return parsed.data ?? part
    })
  })
}
