import type { AuditEvent } from '@/lib/audit/contract'

export type Json = AuditEvent['before']
export type JsonObject = { [key: string]: Json }

/** One field of a change. A side that did not exist is undefined. */
export interface Change {
  field: string
  before: Json | undefined
  after: Json | undefined
}

/** The value as an object with named fields, or null. */
export function asObject(value: Json): JsonObject | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
}

/** What changed, field by field. Other shapes become one field. */
export function changesOf({ before, after }: Pick<AuditEvent, 'before' | 'after'>): Change[] {
  const from = fieldsOf(before)
  const to = fieldsOf(after)
  const fields = new Map([...from, ...to])
  return inReadingOrder([...fields]).map(([field]) => ({
    field,
    before: from.get(field),
    after: to.get(field),
  }))
}

/** The database keeps no order of names: facts by name first, then ids, then what is nested. */
export function inReadingOrder(fields: readonly [name: string, value: Json][]): [name: string, value: Json][] {
  const rank = ([name, value]: readonly [string, Json]) => {
    if (isNested(value)) return 2
    return /(^id|Id|_id)$/.test(name) ? 1 : 0
  }
  return fields.toSorted((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0], 'en'))
}

export function isNested(value: Json): boolean {
  return value !== null && typeof value === 'object'
}

function fieldsOf(side: Json): Map<string, Json> {
  if (side === null) return new Map()
  const object = asObject(side)
  return new Map(object ? Object.entries(object) : [['value', side]])
}

/** The currency that an event's amounts are in, when it names one. */
export function currencyOf(event: Pick<AuditEvent, 'before' | 'after' | 'metadata'>): string | undefined {
  for (const side of [event.after, event.before, event.metadata]) {
    const currency = asObject(side)?.currency
    if (typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)) return currency
  }
  return undefined
}

/** Whether a field holds an amount in minor units: `totalMinor`, `amountMinor`. */
export function isAmount(field: string, value: Json | undefined): value is number {
  return field.endsWith('Minor') && typeof value === 'number' && Number.isSafeInteger(value)
}
