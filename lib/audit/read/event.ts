import type pg from 'pg'
import { type JsonValue, toJsonValue } from '../../json-value'
import { sentryUrlOf } from '../../sentry-event'
import { ActorType, type AuditEvent, type AuditSeverity } from '../contract'
import type { TrailTable } from './trail-table'

/** Every column of a stored event but those of the ledger (salt, hash). */
const columns = [
  'id',
  'sourceEventId',
  'occurredAt',
  'createdAt',
  'action',
  'severity',
  'description',
  'source',
  'userId',
  'userEmail',
  'userName',
  'actorType',
  'apiKeyId',
  'institutionId',
  'ipAddress',
  'userAgent',
  'entityType',
  'entityId',
  'before',
  'after',
  'metadata',
  'errorMessage',
  'errorStack',
  'requestId',
  'correlationId',
  'method',
  'path',
  'release',
] as const

/** A stored event as the driver reads it, with its place in the order of sealing. */
export type EventRow = Record<
  Exclude<(typeof columns)[number], 'occurredAt' | 'createdAt' | 'severity' | 'before' | 'after' | 'metadata'>,
  string | null
> & {
  id: string
  action: string
  description: string
  source: string
  severity: AuditSeverity
  occurredAt: Date
  createdAt: Date
  before: unknown
  after: unknown
  metadata: unknown
  seq: string | null
  erasedAt: Date | null
}

/** What a query of events selects, `e` being the table of events. Readers of other orders than id use it too. */
export const eventColumnsSql = `${columns.map((name) => `e."${name}"`).join(', ')}, l."seq", x."erasedAt"`

/** Joins by id, for the rows that are shown and never for those that are counted or passed over. */
export const eventJoinsSql =
  'LEFT JOIN "AuditLeaf" AS l ON l."id" = e."id" LEFT JOIN "AuditErasure" AS x ON x."id" = e."id"'

/** The events of these ids, in the order of the ids given; one that is not in the table is left out. */
export async function readEvents(
  client: pg.Pool | pg.PoolClient,
  table: TrailTable,
  ids: readonly string[],
): Promise<AuditEvent[]> {
  if (ids.length === 0) return []
  const sorted = ids.toSorted()
  const { rows } = await client.query<EventRow>({
    name: `audit-events-${table}`,
    // The span prunes partitions, which an array alone does not.
    text: `SELECT ${eventColumnsSql} FROM "${table}" AS e ${eventJoinsSql}
      WHERE e."id" = ANY($1::uuid[]) AND e."id" BETWEEN $2 AND $3`,
    values: [ids, sorted[0], sorted.at(-1)],
  })
  const found = new Map(rows.map((row) => [row.id, toEvent(row)]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** A stored row as readers get it, with the aliases of contracts §3.4. */
export function toEvent(row: EventRow): AuditEvent {
  return {
    ...row,
    actorType: ActorType.parse(row.actorType),
    occurredAt: isoTime(row.occurredAt),
    createdAt: isoTime(row.createdAt),
    seq: row.seq === null ? null : Number(row.seq),
    erasedAt: row.erasedAt?.toISOString() ?? null,
    before: storedJson(row.before),
    after: storedJson(row.after),
    metadata: storedJson(row.metadata),
    sentryUrl: sentryUrlOf(row),
    entityName: row.entityType,
    actorUserId: row.userId,
    actor: actorOf(row.userEmail, row.userName),
  }
}

const earliestMs = Date.parse('0001-01-01T00:00:00.000Z')
const latestMs = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * A row of a time that no event has (infinity comes as a number) must not make the whole list unreadable: it is shown at
 * the edge of what the contract can say, and verification tells.
 */
function isoTime(at: Date): string {
  const ms = Number(at)
  return new Date(Number.isNaN(ms) ? latestMs : Math.min(Math.max(ms, earliestMs), latestMs)).toISOString()
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
