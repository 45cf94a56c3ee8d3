import type pg from 'pg'
import type { AuditEvent } from '../contract'
import { commitment, eventSaltBytes, type Group, groups } from '../ledger/leaf'
import { bodyOf, type StoredEvent, storedEventColumns } from '../ledger/stored-event'
import { type EventRow, toEvent } from '../read/event'
import type { TrailTable } from '../read/trail-table'
import { shownJson } from './shown-json'

/** An event as it leaves Daybook: as the API shows it, but for its JSON, which is text so that no number is rounded. */
export type ExportedEvent = {
  event: Omit<AuditEvent, JsonField | 'sentryUrl'>
  json: Record<JsonField, string | null>
  /** The JSON holds secrets and is not what was hashed: the evidence has a commitment in place of all contents. */
  isRedacted: boolean
  evidence: Evidence
}

type JsonField = 'before' | 'after' | 'metadata'

/** What it takes to work out the leaf of an event (docs/ledger.md); bytes in hexadecimal. */
export type Evidence = {
  /** In UTC with microseconds. */
  recordedAt: string
  /** Null while an event that a trigger wrote waits for its seal. */
  salt: string | null
  /** Commitments of the groups whose values are not here any more, or are not shown because they hold a secret. */
  erased?: Partial<Record<Group, string>>
  erasedAt?: string
}

type Row = Omit<EventRow, JsonField | 'createdAt'> &
  StoredEvent & {
    salt: Buffer | null
    actorHash: Buffer | null
    contentHash: Buffer | null
    referenceHash: Buffer | null
  }

/**
 * The events of these ids, in that order, leaving out those recorded at `before` (UTC with microseconds) or later.
 * Throws when one is not where it was a moment ago: an export without it must not look whole.
 */
export async function readExported(
  pool: pg.Pool,
  table: TrailTable,
  ids: readonly string[],
  before: string,
): Promise<ExportedEvent[]> {
  const sorted = ids.toSorted()
  const { rows } = await pool.query<Row>({
    name: `audit-export-${table}`,
    // The span prunes partitions, which an array alone does not.
    text: `SELECT ${storedEventColumns('e')}, coalesce(e."salt", l."salt") AS "salt", l."seq"::text,
        x."erasedAt", x."actorHash", x."contentHash", x."referenceHash"
      FROM "${table}" AS e LEFT JOIN "AuditLeaf" AS l ON l."id" = e."id" LEFT JOIN "AuditErasure" AS x ON x."id" = e."id"
      WHERE e."id" = ANY($1::uuid[]) AND e."id" BETWEEN $2 AND $3`,
    values: [ids, sorted[0], sorted.at(-1)],
  })
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = found.get(id)
    if (!row) throw new Error(`Event ${id} was moved while it was exported`)
    return row.recordedAt < before ? [toExported(row)] : []
  })
}

function toExported(row: Row): ExportedEvent {
  const { salt: _salt, bodyHash: _hash, actorHash: _a, contentHash: _c, referenceHash: _r, recordedAt, ...stored } = row
  const { before, after, metadata } = stored
  const json = { before: shown(before), after: shown(after), metadata: shown(metadata) }
  const isRedacted = json.before !== before || json.after !== after || json.metadata !== metadata
  const {
    before: _before,
    after: _after,
    metadata: _metadata,
    // An address of this installation's, and no part of what was recorded.
    sentryUrl: _sentryUrl,
    ...event
  } = toEvent({ ...stored, createdAt: new Date(recordedAt), before: null, after: null, metadata: null })
  return { event, json, isRedacted, evidence: evidenceOf(row, isRedacted) }
}

const shown = (text: string | null) => (text === null ? null : shownJson(text))

function evidenceOf(row: Row, isRedacted: boolean): Evidence {
  const { recordedAt, salt, erasedAt } = row
  const own = isRedacted && salt ? commitment('content', bodyOf(row), salt) : null
  const hashes = { actor: row.actorHash, content: row.contentHash ?? own, reference: row.referenceHash }
  const erased = groups.flatMap((group) => (hashes[group] ? [[group, hashes[group].toString('hex')]] : []))
  return {
    recordedAt,
    salt: salt && (isRedacted ? withoutSaltOf('content', salt) : salt).toString('hex'),
    ...(erased.length > 0 && { erased: Object.fromEntries(erased) }),
    ...(erasedAt && { erasedAt: erasedAt.toISOString() }),
  }
}

/** With salt and commitment a secret could be guessed at leisure. */
function withoutSaltOf(group: Group, salt: Buffer): Buffer {
  const width = eventSaltBytes / groups.length
  return Buffer.from(salt).fill(0, groups.indexOf(group) * width, (groups.indexOf(group) + 1) * width)
}
