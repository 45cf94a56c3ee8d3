import type { AuditLog } from '../../db'
import { ActorType, type AuditEvent } from '../contract'
import { type JsonValue, toJsonValue } from '../json-value'

/** A stored row as readers get it, with the aliases of contracts §3.4. */
export function toEvent(row: Omit<AuditLog, 'salt' | 'bodyHash'>): AuditEvent {
  const { before, after, metadata, ...rest } = row
  return {
    ...rest,
    actorType: ActorType.parse(row.actorType),
    occurredAt: row.occurredAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    seq: null,
    before: storedJson(before),
    after: storedJson(after),
    metadata: storedJson(metadata),
    entityName: row.entityType,
    actorUserId: row.userId,
    actor: actorOf(row.userEmail, row.userName),
  }
}

function storedJson(value: unknown): JsonValue {
  return value === null ? null : toJsonValue(value)
}

/** First name: the first word; last name: the rest. Names are stored whole; this alias is for API callers. */
function actorOf(email: string | null, name: string | null): AuditEvent['actor'] {
  if (email === null && name === null) return null
  const [firstName, ...others] = (name ?? '').trim().split(/\s+/)
  return { email, firstName: firstName || null, lastName: others.join(' ') || null }
}

/** Everything but the columns of the ledger. */
export const withoutLedger = { omit: { salt: true, bodyHash: true } } as const
