import { mayHoldNationalId, passesLuhn, withoutNationalIds } from './national-id'

/** What stands in place of a value that must not be kept. */
export const redacted = '[redacted]'

const secretKey =
  /password|passphrase|passcode|passwd|^pass$|secret|token|api[-_]?key|private[-_]?key|authorization|cookie|credential|session[-_]?id|(^|[-_])(otp|pin|iban)$|cvv|cvc|card[-_]?number|ssn|national[-_]?id/i
const notSecretKey = /^(idempotency|public|foreign|primary)/i

const textPatterns: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${redacted}`],
  [/\bdbk_[A-Za-z0-9_-]{8,}/g, redacted],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, redacted],
  [/\b(?:xox[abeprs]-|gh[oprsu]_|github_pat_|glpat-|[rs]k_(?:live|test)_|whsec_|AKIA)[A-Za-z0-9+/=_-]{8,}/g, redacted],
  [/\$argon2(id|i|d)\$[^\s'"]+/g, redacted],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/:@]+:[^\s@]+@/gi, `$1${redacted}@`],
  [/\b(password|passwd|secret|token|api[-_]?key)(["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, `$1$2${redacted}`],
]

/**
 * Digits that can begin with a card number: at least 13, in one piece or grouped, and no part of a hexadecimal
 * id, of which one in several hundred has digits that pass for a card's.
 */
const digitRun = /(?<![\da-f.-])\d(?:[ -]?\d){12,}(?![\da-f.]|-[\da-f])/gi

/** Prefixes and lengths of the card networks in use (ISO/IEC 7812 issuer ranges: Amex, Diners, Mastercard, Visa, Discover, JCB). */
const cardNumber = /^(?:3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|(?:5[1-5]|2[2-7]|6\d|35)\d{14}|4\d{12}(?:\d{3}){0,2})/

/**
 * What the patterns above need to match. Most text has none of it, and every text of every event is looked at: asked one
 * by one, and without counting the thirteen digits in a loop, that takes a quarter of the time.
 */
const mark = /[:=$]/
const word = /bearer|basic|dbk_|eyJ|xox|gh[oprsu]_|github_pat_|glpat-|[rs]k_|whsec_|AKIA/i
const digits = new RegExp(`\\d${'[ -]?\\d'.repeat(12)}`)

/** Text without tokens, passwords in addresses or assignments, card numbers, accounts and national ids. */
export function redactText(text: string): string {
  if (!mark.test(text) && !word.test(text) && !digits.test(text) && !mayHoldNationalId(text)) return text
  let clean = text
  for (const [pattern, replacement] of textPatterns) clean = clean.replace(pattern, replacement)
  return withoutNationalIds(clean.replace(digitRun, withoutCard), redacted)
}

/** The run with the card number at its beginning cut out; what follows it (an expiry date) stays. */
function withoutCard(run: string): string {
  const digits = run.replace(/[ -]/g, '')
  if (digits.length === run.length && run.length > 19) return run
  const lengths = [19, 16, 15, 14, 13].filter(
    (length) => cardNumber.exec(digits.slice(0, length))?.[0].length === length,
  )
  const length = lengths.find((size) => passesLuhn(digits.slice(0, size)))
  if (length === undefined) return run
  let seen = 0
  const end = run.split('').findIndex((char) => /\d/.test(char) && (seen += 1) === length)
  return `${redacted}${run.slice(end + 1)}`
}

/** Answers for keys seen before; programs use the same few hundred. */
const known = new Map<string, boolean>()
const maxKnown = 2_000

/** True when a value under this key is a secret whatever it looks like. */
export function isSecretKey(key: string): boolean {
  const before = known.get(key)
  if (before !== undefined) return before
  const isSecret = secretKey.test(key) && !notSecretKey.test(key)
  if (known.size < maxKnown) known.set(key, isSecret)
  return isSecret
}
