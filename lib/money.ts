/** The largest amount a single document may carry, in minor units: far below 2^53, so sums stay exact. */
export const maxAmountMinor = 999_999_999_999

/** ISO 4217 code of a currency that this runtime knows. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code)
}

/**
 * A bigint amount from the database as a number. Throws when it cannot be exact,
 * which the column checks make impossible for rows written by Daybook.
 */
export function minorFromDb(value: bigint): number {
  const amount = Number(value)
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Amount ${value} is outside the exact range`)
  return amount
}

/** Digits after the decimal point of a currency: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** "€499.00" for 49900 EUR. For sentences; pages format in the viewer's locale. */
export function formatMinor(amountMinor: number, currency: string, locale = 'en'): string {
  const digits = minorDigits(currency)
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amountMinor / 10 ** digits)
}

/**
 * What a payer still owes later: before anything is paid the total without the part payable now,
 * afterwards the total without what was paid.
 */
export function remainingMinor(invoice: { totalMinor: number; payableNowMinor: number; paidMinor: number }): number {
  return invoice.totalMinor - (invoice.paidMinor === 0 ? invoice.payableNowMinor : invoice.paidMinor)
}
