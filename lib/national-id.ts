/**
 * Numbers of people and accounts that can be told from other numbers. Only those whose written form and checksum together fit
 * other text less than once in a hundred times: a wrong hit hides a fact for good. Left out for that reason: numbers without
 * separators and with a check of one digit or letter (German tax ids, Spanish DNI), and forms that are also dates or phone numbers.
 */
type Form = { pattern: RegExp; isValid: (text: string) => boolean }

const forms: readonly Form[] = [
  // IBAN (ISO 13616): remainder 1 of 97.
  {
    pattern: /(?<![A-Za-z0-9-])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9-])/g,
    isValid: isIban,
  },
  // US social security number: no checksum, but a form that nothing else has, and ranges that are never given out.
  { pattern: /(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g, isValid: () => true },
  // Brazilian CPF: two check digits, modulo 11.
  { pattern: /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g, isValid: isCpf },
  // Dominican cédula: Luhn.
  { pattern: /(?<![\w.-])\d{3}-\d{7}-\d(?![\w-])/g, isValid: (text) => passesLuhn(text.replaceAll('-', '')) },
  // Spanish NIE: a letter for the remainder of 23 behind a form of its own.
  { pattern: /(?<![\w.-])[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z](?![\w-])/g, isValid: isNie },
]

/** What text with one of the forms has in any case, so that most text is looked at once; our own numbers (INV-2026-000123) do not have it. */
const hint = /\d{3}(?:-\d\d-\d{4}|\.\d{3}\.\d{3}-\d\d|-\d{7}-\d)|[XYZ]-?\d{7}|[A-Z]{2}\d{2} ?[A-Z0-9]{4}/

export const mayHoldNationalId = (text: string): boolean => hint.test(text)

/** The text with `mark` in place of each such number. */
export function withoutNationalIds(text: string, mark: string): string {
  if (!hint.test(text)) return text
  return forms.reduce(
    (clean, { pattern, isValid }) => clean.replace(pattern, (found) => (isValid(found) ? mark : found)),
    text,
  )
}

/** Luhn check (ISO/IEC 7812-1): true for digits that can be a payment card's number. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** ISO 7064 MOD 97-10 over the account, country and check digits, letters as 10 to 35. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '')
  if (plain.length < 15 || plain.length > 34) return false
  let remainder = 0
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

function isCpf(text: string): boolean {
  const digits = text.replace(/\D/g, '').split('').map(Number)
  const check = (length: number) => {
    const sum = digits.slice(0, length).reduce((total, digit, i) => total + digit * (length + 1 - i), 0)
    return ((sum * 10) % 11) % 10
  }
  return new Set(digits).size > 1 && check(9) === digits[9] && check(10) === digits[10]
}

function isNie(text: string): boolean {
  const plain = text.replaceAll('-', '')
  const number = Number(`${'XYZ'.indexOf(plain.charAt(0))}${plain.slice(1, 8)}`)
  return 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23) === plain.charAt(8)
}
