import type { AuditEvent } from '@/lib/audit/contract'
import { asObject } from './changes'

/** Fields that name a thing, the best first. */
const naming = ['name', 'number', 'title', 'email'] as const

type Told = Pick<AuditEvent, 'id' | 'before' | 'after' | 'userId' | 'userName'>

/** What a thing is called, as far as its events tell; the newest name wins. Otherwise the beginning of its id. */
export function subjectOf(entityId: string, events: readonly Told[]): string {
  const newestFirst = events.toSorted((a, b) => (a.id < b.id ? 1 : -1))
  for (const event of newestFirst) {
    const name = nameIn(event.after) ?? nameIn(event.before) ?? (event.userId === entityId ? event.userName : null)
    if (name) return name
  }
  return shortId(entityId)
}

function nameIn(side: AuditEvent['after']): string | undefined {
  const object = asObject(side)
  return naming
    .map((field) => object?.[field])
    .find((value): value is string => typeof value === 'string' && value !== '')
}

/** Ids that people read stay whole: "STU-2026-0042". */
function shortId(id: string): string {
  return id.length <= 20 ? id : `${id.slice(0, 8)}…`
}
