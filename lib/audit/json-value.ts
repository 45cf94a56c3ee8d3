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
  return convert(value, 0, new Set())
}

function convert(value: unknown, depth: number, ancestors: Set<object>): JsonValue {
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
      return value === null ? null : convertObject(value, depth, ancestors)
    default:
      return `[${typeof value}]`
  }
}

function convertObject(value: object, depth: number, ancestors: Set<object>): JsonValue {
  if (ancestors.has(value)) return '[circular]'
  if (depth >= maxDepth) return '[too deep]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString()
  if (value instanceof Error) return { name: value.name, message: cleanText(value.message) }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return convertObject(Object.fromEntries(value), depth, ancestors)
  if (value instanceof Set) return convertObject([...value], depth, ancestors)
  const inside = new Set(ancestors).add(value)
  if (Array.isArray(value)) {
    const items = value.slice(0, maxEntries).map((item) => convert(item, depth + 1, inside))
    return value.length > maxEntries ? [...items, `[${value.length - maxEntries} more]`] : items
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(
    entries
      .slice(0, maxEntries)
      .map(([key, item]) => [
        cleanText(key),
        isSecretKey(key) && item !== null ? redacted : convert(item, depth + 1, inside),
      ]),
  )
}

/** Text that PostgreSQL accepts (no NUL, no lone surrogate), without secrets, of bounded length. */
export function cleanText(text: string, maxLength = maxTextLength): string {
  const storable = text.replaceAll('\0', '[NUL]').toWellFormed()
  const clean = redactText(storable)
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1).toWellFormed()}…` : clean
}
