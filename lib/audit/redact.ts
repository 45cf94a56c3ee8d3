import { isUuid } from '../ids'

/** What stands in place of a value that must not be kept. */
export const redacted = '[redacted]'

const secretKey =
  /password|passphrase|passcode|passwd|^pass$|secret|token|api[-_]?key|private[-_]?key|authorization|cookie|credential|session[-_]?id|(^|[-_])(otp|pin|iban)$|cvv|cvc|card[-_]?number|ssn|national[-_]?id/i
const notSecretKey = /^(idempotency|public|foreign|primary)/i

const textPatterns: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${redacted}`],
  [/\bdbk_[A-Za-z0-9_-]{8,}/g, redacted],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, redacted],
  [/\$argon2(id|i|d)\$[^\s'"]+/g, redacted],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/:@]+:[^\s@]+@/gi, `$1${redacted}@`],
  [/\b(password|passwd|secret|token|api[-_]?key)(["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, `$1$2${redacted}`],
]

/** Long digits, or a UUID: one in 700 has digits that pass for a card number, and an id must stay what it is. */
const digitRunOrUuid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/gi

/** Luhn check (ISO/IEC 7812-1): true for digits that can be a payment card's number. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Text without tokens, passwords in addresses or assignments, and card numbers. */
export function redactText(text: string): string {
  let clean = text
  for (const [pattern, replacement] of textPatterns) clean = clean.replace(pattern, replacement)
  return clean.replace(digitRunOrUuid, (run) => (!isUuid(run) && passesLuhn(run.replace(/[ -]/g, '')) ? redacted : run))
}

/** True when a value under this key is a secret whatever it looks like. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key) && !notSecretKey.test(key)
}
