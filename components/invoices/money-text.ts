import { maxAmountMinor, minorDigits } from '@/lib/money'

export type ParsedMoney = { amountMinor: number } | { problem: string }

/** Digits, or digits in groups of three parted by one kind of blank or apostrophe, as in 1 234 567 or 1'234'567. */
const wholePart = /^(?:\d+|\d{1,3}(?:([ \u00a0\u202f'’])\d{3})(?:\1\d{3})*)$/

/**
 * An amount as a person types it, in major units, as exact minor units. Point and comma both are the decimal sign and
 * only one may stand, so "1.234,56" and "1,234" (EUR) are refused instead of guessed at; in KWD, which has three decimals,
 * "1.234" is one dinar and 234 fils. Works on digits only: no float, no rounding.
 */
export function parseMoney(text: string, currency: string): ParsedMoney {
  const typed = text.trim().replace(/^[−–]/, '-')
  if (typed === '') return { problem: 'Please enter an amount.' }
  const digits = minorDigits(currency)
  const example = exampleOf(digits)
  const isNegative = typed.startsWith('-')
  const [whole = '', fraction, ...more] = (isNegative ? typed.slice(1) : typed).split(/[.,]/)
  if (more.length > 0) return { problem: `Use one decimal sign and no thousands separators: ${example}.` }
  if (whole !== '' && !wholePart.test(whole)) return { problem: `Write it in digits: ${example}.` }
  if (!/^\d*$/.test(fraction ?? '') || `${whole}${fraction ?? ''}` === '')
    return { problem: `Write it in digits: ${example}.` }
  if (fraction !== undefined && fraction.length > digits) return { problem: tooFine(currency, digits) }
  const amount = BigInt(`${whole.replace(/\D/g, '')}${(fraction ?? '').padEnd(digits, '0')}` || '0')
  if (amount > BigInt(maxAmountMinor))
    return { problem: `That is more than one invoice can hold: ${moneyText(maxAmountMinor, currency)} ${currency}.` }
  // The largest amount is far below 2^53, so the number is exact. Zero has no sign.
  return { amountMinor: amount === 0n ? 0 : Number(isNegative ? -amount : amount) }
}

function tooFine(currency: string, digits: number): string {
  const example = exampleOf(digits)
  if (digits === 0) return `${currency} has no decimals, and thousands take no separator: ${example}.`
  return `${currency} has ${digits} decimals, and thousands take no separator: ${example}.`
}

function exampleOf(digits: number): string {
  return digits === 0 ? '1234' : `1234.${'567'.slice(0, digits)}`
}

/** An exact amount as it may be typed again: 123456 EUR is "1234.56". */
export function moneyText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency)
  const all = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  const sign = amountMinor < 0 ? '-' : ''
  return digits === 0 ? `${sign}${all}` : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`
}

/** How amounts are typed, for the hint of a form. */
export function moneyHint(currency: string): string {
  const digits = minorDigits(currency)
  if (digits === 0) return `${currency} has no decimals. Thousands take no separator: ${exampleOf(0)}.`
  return `Point or comma is the decimal sign. Thousands take no separator: ${exampleOf(digits)}.`
}
