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

/** Currencies whose minor unit is not a hundredth (ISO 4217, list one, 2024-06-25). */
const otherDigits: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
}

/**
 * Digits after the decimal point of a currency: 2 for EUR and HUF, 0 for JPY. By ISO 4217 and not by Intl, whose
 * habits differ (HUF without decimals) and change with the browser: the same amount must read the same everywhere.
 */
export function minorDigits(currency: string): number {
  return otherDigits[currency] ?? 2
}

/** "€499.00" for 49900 EUR. For sentences; pages format in the viewer's locale. */
export function formatMinor(amountMinor: number, currency: string, locale = 'en'): string {
  const digits = minorDigits(currency)
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction }).format(amountMinor / 10 ** digits)
}

/**
 * What a payer still owes later: before anything is paid the total without the part payable now,
 * afterwards the total without what was paid.
 */
export function remainingMinor(invoice: { totalMinor: number; payableNowMinor: number; paidMinor: number }): number {
  return invoice.totalMinor - (invoice.paidMinor === 0 ? invoice.payableNowMinor : invoice.paidMinor)
}
