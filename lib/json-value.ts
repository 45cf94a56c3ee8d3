import { isSecretKey, redacted, redactText } from './redact'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

const maxDepth = 20
const maxEntries = 1_000
const maxTextLength = 20_000

/**
 * Any value as JSON that PostgreSQL stores and that is free of secrets. What JSON cannot carry is
 * turned into marked text (`"12n"`, `"[Infinity]"`, `"[circular]"`) instead of being lost or refused.
 */
export function toJsonValue(value: unknown): JsonValue {
  return convert(value, [])
}

function convert(value: unknown, ancestors: object[]): JsonValue {
  switch (typeof value) {
    case 'string':
      return cleanText(value)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : `[${value}]`
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}n`
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : convertObject(value, ancestors)
    default:
      return `[${typeof value}]`
  }
}

function convertObject(value: object, ancestors: object[]): JsonValue {
  if (ancestors.includes(value)) return '[circular]'
  if (ancestors.length >= maxDepth) return '[too deep]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString()
  if (value instanceof Error) return { name: value.name, message: cleanText(value.message) }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return convertObject(Object.fromEntries(value), ancestors)
  if (value instanceof Set) return convertObject([...value], ancestors)
  ancestors.push(value)
  const json = Array.isArray(value) ? convertList(value, ancestors) : convertMembers(value, ancestors)
  ancestors.pop()
  return json
}

function convertList(list: unknown[], ancestors: object[]): JsonValue {
  const items = list.slice(0, maxEntries).map((item) => convert(item, ancestors))
  return list.length > maxEntries ? [...items, `[${list.length - maxEntries} more]`] : items
}

function convertMembers(object: object, ancestors: object[]): JsonValue {
  const json: { [key: string]: JsonValue } = {}
  let count = 0
  for (const [key, item] of Object.entries(object)) {
    if (item === undefined) continue
    if (count === maxEntries) break
    count += 1
    const value = isSecretKey(key) && item !== null ? redacted : convert(item, ancestors)
    if (key === '__proto__') Object.defineProperty(json, key, { value, enumerable: true })
    else json[cleanText(key)] = value
  }
  return json
}

/** Text that PostgreSQL accepts (no NUL, no lone surrogate), without secrets, of bounded length. */
export function cleanText(text: string, maxLength = maxTextLength): string {
  const storable = text.includes('\0') ? text.replaceAll('\0', '[NUL]') : text
  const clean = redactText(storable.toWellFormed())
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1).toWellFormed()}…` : clean
}
