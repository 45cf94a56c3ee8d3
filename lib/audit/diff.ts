import { isDeepStrictEqual } from 'node:util'
import { type JsonValue, toJsonValue } from '../json-value'

type Snapshot = { [key: string]: JsonValue }

/**
 * Before and after, redacted and then reduced to the keys that differ; null for a side that was not given.
 * Returns undefined when both were given and nothing differs: such a change is no event.
 */
export function diffSnapshots(
  before: object | null | undefined,
  after: object | null | undefined,
): { before: Snapshot | null; after: Snapshot | null } | undefined {
  const from = snapshot(before)
  const to = snapshot(after)
  if (!from || !to) return { before: from, after: to }
  const changed = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (key) => !isDeepStrictEqual(from[key], to[key]) || !isDeepStrictEqual(valueAt(before, key), valueAt(after, key)),
  )
  return changed.length === 0 ? undefined : { before: pick(from, changed), after: pick(to, changed) }
}

/** As it was given: a secret or a card number that changed is a change although both sides read "[redacted]". */
function valueAt(holder: object | null | undefined, key: string): unknown {
  return holder ? new Map<string, unknown>(Object.entries(holder)).get(key) : undefined
}

function snapshot(value: object | null | undefined): Snapshot | null {
  if (!value) return null
  const json = toJsonValue(value)
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? json : { value: json }
}

function pick(source: Snapshot, keys: string[]): Snapshot {
  return Object.fromEntries(keys.filter((key) => key in source).map((key) => [key, source[key] ?? null]))
}
