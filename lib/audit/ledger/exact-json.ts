import type { JsonValue } from '../../json-value'

/** Only text with so many digits in a row can hold a number that a double rounds. */
const manyDigits = /\d[\d.]{15,}/

/**
 * JSON as PostgreSQL prints it, without rounding anything away: a number that a double cannot carry comes as marked
 * text, so that changing its last digit changes the hash. (NUL stands in no stored text, hence in no other value.)
 */
export function exactJson(text: string): JsonValue {
  if (isTooDeep(text)) return `\0${text}`
  if (!manyDigits.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: JsonValue, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && decimal(context.source) !== decimal(String(value))
      ? `\0${context.source}`
      : value,
  )
}

/** Far beyond what Daybook writes; PostgreSQL takes more, and hashing is recursive. */
const maxDepth = 1_000

/** Such a value is hashed as the text that PostgreSQL prints, which is the same for equal values. */
function isTooDeep(text: string): boolean {
  if (text.length < 2 * maxDepth) return false
  let depth = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (isInText && char === '\\') at += 1
    else if (char === '"') isInText = !isInText
    else if (!isInText && (char === '[' || char === '{')) depth += 1
    else if (!isInText && (char === ']' || char === '}')) depth -= 1
    if (depth > maxDepth) return true
  }
  return false
}

/** A decimal number as its digits and the place of its last one, equal for 1.50, 15e-1 and 1.5. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const place = Number(exponent) - fraction.length + (digits.length - significant.length)
  return `${sign}${significant}e${place}`
}
