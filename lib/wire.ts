import { minorFromDb } from './money'

/** A row as JSON carries it: instants as ISO 8601 UTC, amounts as exact numbers. */
export type Wire<T> = T extends Date
  ? string
  : T extends bigint
    ? number
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T

/** Turns a row (and the rows in it) into what an answer carries. Throws when an amount is not exact. */
export function toWire<T>(value: T): Wire<T> {
  // The conversion follows the type case by case.
  return convert(value) as Wire<T>
}

function convert(value: unknown): unknown {
  if (typeof value === 'bigint') return minorFromDb(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(convert)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item)]))
}
