import type { JsonValue } from '../../json-value'

/** Characters that JSON escapes, and halves of surrogate pairs, which need a closer look. */
const special = /["\\\p{Cc}\p{Cs}]/u

/**
 * RFC 8785 (JCS): the one text of a JSON value, so that equal values hash alike. Throws for what the RFC cannot
 * carry: numbers that are not finite, lone surrogates, and anything that is no JSON.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? list(value) : members(value)
  if (value === null || typeof value === 'boolean') return `${value}`
  // ECMAScript's own number text is what the RFC prescribes (§3.2.2.3), minus zero as "0" included.
  if (Number.isFinite(value)) return `${value}`
  throw new TypeError(`${String(value)} has no canonical JSON`)
}

function list(items: JsonValue[]): string {
  let json = ''
  for (const item of items) json += json === '' ? canonicalJson(item) : `,${canonicalJson(item)}`
  return `[${json}]`
}

function members(object: { [key: string]: JsonValue }): string {
  const keys = Object.keys(object)
  if (!isSorted(keys)) keys.sort()
  let json = ''
  for (const key of keys) {
    const value = object[key]
    if (value === undefined) throw new TypeError(`undefined under "${key}" has no canonical JSON`)
    json += `${json === '' ? '' : ','}${quote(key)}:${canonicalJson(value)}`
  }
  return `{${json}}`
}

/** By UTF-16 code units, as the RFC wants: what `<` and `sort()` compare. */
function isSorted(keys: readonly string[]): boolean {
  let last = ''
  for (const key of keys) {
    if (key < last) return false
    last = key
  }
  return true
}

/** Short text mostly needs no escape; to look is cheaper than the call of JSON.stringify. */
function quote(text: string): string {
  if (text.length <= 64 && !special.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('text with half of a surrogate pair has no canonical JSON')
  return JSON.stringify(text)
}
