import type pg from 'pg'
import type { JsonValue } from '../../json-value'
import { exactJson } from './exact-json'
import type { Body } from './leaf'

/** When an event was recorded, in UTC with microseconds: what its leaf says. */
export const recordedAtSql = (alias: string): string =>
  `to_char(${alias}."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Whether an event is of a time that its hash can be made of: PostgreSQL knows others, such as infinity. */
export const hasSoundTimeSql = (alias: string): string =>
  `(${alias}."occurredAt" >= '0001-01-01 00:00:00+00' AND ${alias}."occurredAt" < '10000-01-01 00:00:00+00')`

/** Every stored column that a leaf is made of, JSON as text so that no number is rounded on the way. */
export const storedEventColumns = (alias: string): string =>
  `${alias}."id", ${recordedAtSql(alias)} AS "recordedAt", ${[
    'occurredAt',
    'action',
    'severity',
    'source',
    'actorType',
    'userEmail',
    'userName',
    'ipAddress',
    'userAgent',
    'description',
    'errorMessage',
    'errorStack',
    'sourceEventId',
    'userId',
    'apiKeyId',
    'institutionId',
    'entityType',
    'entityId',
    'requestId',
    'correlationId',
    'method',
    'path',
    'release',
    'bodyHash',
  ]
    .map((column) => `${alias}."${column}"`)
    .join(
      ', ',
    )}, ${['before', 'after', 'metadata'].map((column) => `${alias}."${column}"::text AS "${column}"`).join(', ')}`

/** A row read with `storedEventColumns`, with the salt from where it stands. */
export type StoredEvent = Omit<Body, 'before' | 'after' | 'metadata'> & {
  id: string
  recordedAt: string
  before: string | null
  after: string | null
  metadata: string | null
  bodyHash: Buffer | null
}

/** The body as it is hashed. */
export function bodyOf(stored: StoredEvent): Body {
  return {
    ...stored,
    before: parsed(stored.before),
    after: parsed(stored.after),
    metadata: parsed(stored.metadata),
  }
}

const parsed = (text: string | null): JsonValue => (text === null ? null : exactJson(text))

/** Events of the trail by id, in the order of their ids. */
export async function readStoredEvents(
  client: pg.Pool | pg.PoolClient,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  const { rows } = await client.query<StoredEvent>({
    name: 'audit-stored-events',
    text: `SELECT ${storedEventColumns('e')} FROM "AuditLog" AS e WHERE e."id" = ANY($1::uuid[]) ORDER BY e."id"`,
    values: [ids],
  })
  return rows
}
