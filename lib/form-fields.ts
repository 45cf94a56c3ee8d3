import { z } from 'zod'
import { isCurrency, maxAmountMinor } from './money'

/** Characters that turn the direction of what stands behind them (Unicode UAX #9, explicit formatting). */
const turning = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * Text that turns nothing round: a name with such a character would rewrite every sentence that it stands in, on pages, in events
 * and in messages. They are left out like blanks around it; the marks that Arabic and Hebrew need stay.
 */
const plainString = () => z.string().overwrite((text) => text.replace(turning, ''))

/** Text that must say something; blanks around it do not count. */
export function requiredText(maxLength: number, problem = 'Please fill this in') {
  return plainString().trim().min(1, problem).max(maxLength)
}

/** Text that may be left out: null, nothing and blanks all become null. */
export function optionalText(maxLength: number) {
  return plainString()
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
