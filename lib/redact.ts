import { mayHoldNationalId, passesLuhn, withoutNationalIds } from './national-id'

/** What stands in place of a value that must not be kept. */
export const redacted = '[redacted]'

const secretKey =
  /password|passphrase|passcode|passwd|^pass$|secret|token|api[-_]?key|private[-_]?key|authorization|cookie|credential|session[-_]?id|(^|[-_])(otp|pin|iban)$|cvv|cvc|card[-_]?number|ssn|national[-_]?id/i
const notSecretKey = /^(idempotency|public|foreign|primary)/i

/**
 * Each looks at a character a bounded number of times, however the text is made: paths and bodies of strangers come through
 * here. So what may run on to the end of the text is taken as it comes, and judged afterwards.
 */
const textPatterns: [RegExp, string | ((found: string, ...groups: (string | undefined)[]) => string)][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${redacted}`],
  [/\bdbk_[A-Za-z0-9_-]{8,}/g, redacted],
  // JWTs and encrypted ones, whose second part may be empty, as our own session cookie's is.
  [/\beyJ[A-Za-z0-9_-]{8,}((?:\.[A-Za-z0-9_-]*){2,})?/g, (found, parts) => (parts === undefined ? found : redacted)],
  [/\b(?:xox[abeprs]-|gh[oprsu]_|github_pat_|glpat-|[rs]k_(?:live|test)_|whsec_|AKIA)[A-Za-z0-9+/=_-]{8,}/g, redacted],
  [/\$argon2(id|i|d)\$[^\s'"]+/g, redacted],
  // In addresses, also without a user (redis://:password@host).
  [/(:\/\/)[^\s/:@]*:[^\s@]+(@)?/g, (found, slashes, at) => (at === undefined ? found : `${slashes}${redacted}@`)],
  // In assignments, headers, query strings and JSON, also JSON within a string of JSON.
  [
    /(password|passwd|secret|token|api[-_]?key)(\\*["']?\s*[=:]\s*)(?:(\\*")[^"\r\n]+|(\\*')[^'\r\n]+|[^\s"',;&]+)/gi,
    `$1$2$3$4${redacted}`,
  ],
]

/**
 * Digits that can hold a card number: at least 13, in one piece or grouped, and no part of a hexadecimal id, of which one in
 * several hundred has digits that pass for a card's.
 */
const digitRun = /(?<![\da-f]|\d[.-]|[\da-f]{4}[.-])\d(?:[ -]?\d){12,}(?![\da-f.]|-[\da-f])/gi

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
  for (const [pattern, replacement] of textPatterns)
    clean = typeof replacement === 'string' ? clean.replace(pattern, replacement) : clean.replace(pattern, replacement)
  return withoutNationalIds(clean.replace(digitRun, withoutCards), redacted)
}

/**
 * The run with its card numbers cut out; what stands before (the number of an order) and behind one (an expiry date) stays.
 * A card number begins where a group of digits does, and ends where one does unless it stands first.
 */
function withoutCards(run: string): string {
  const isWhole = !/[ -]/.test(run)
  if (isWhole && run.length > 19) return run
  let clean = ''
  let at = 0
  for (const { index } of run.matchAll(/\d+/g)) {
    if (index < at) continue
    const end = endOfCard(run, index)
    if (end === undefined) continue
    clean += run.slice(at, index) + redacted
    at = end
  }
  return clean + run.slice(at)
}

/** Where the card number ends that begins at this place of the run, if one does. */
function endOfCard(run: string, start: number): number | undefined {
  if (!/[2-6]/.test(run.charAt(start))) return undefined
  let digits = ''
  let found: number | undefined
  for (let index = start; index < run.length && digits.length < 19; index += 1) {
    const char = run.charAt(index)
    if (char === ' ' || char === '-') continue
    digits += char
    const isEnd = start === 0 || !/\d/.test(run.charAt(index + 1))
    // The longest that fits.
    if (isEnd && digits.length >= 13 && cardNumber.exec(digits)?.[0].length === digits.length && passesLuhn(digits))
      found = index + 1
  }
  return found
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
