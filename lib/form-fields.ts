import { z } from 'zod'
import { isCurrency, maxAmountMinor } from './money'

/** Text that must say something; blanks around it do not count. */
export function requiredText(maxLength: number) {
  return z.string().trim().min(1, 'Please fill this in').max(maxLength)
}

/** Text that may be left out: null, nothing and blanks all become null. */
export function optionalText(maxLength: number) {
  return z
    .string()
    .trim()
    .max(maxLength)
    .nullable()
    .transform((text) => text || null)
}

export const emailField = z
  .string()
  .trim()
  .min(1, 'Please fill this in')
  .max(254)
  .pipe(z.email('This is not an e-mail address'))

export const currencyField = z.string().refine(isCurrency, 'A three-letter ISO 4217 code such as EUR')

/** An amount above zero in minor units. */
export const amountField = z.number().int().min(1).max(maxAmountMinor)

/** A calendar day (YYYY-MM-DD) that makes sense on a document. */
export const dayField = z.iso
  .date()
  .refine((day) => day >= '1990-01-01' && day <= '2199-12-31', 'A day between 1990 and 2199')

/** Search text of a list. */
export const searchField = z.string().trim().min(1).max(200)
