import type pg from 'pg'
import type { Commitments } from '../leaf'
import { type StoredEvent, storedEventColumns } from '../stored-event'

/** A place in the order of sealing and what stands there today. */
export type Sealed = {
  seq: number
  id: string
  event: StoredEvent | undefined
  salt: Buffer | null
  /** Of the sealer, for rows that came without one. */
  bodyHash: Buffer | null
  erased: Partial<Commitments> | undefined
}

type LeafRow = { seq: string; id: string; salt: Buffer | null; bodyHash: Buffer | null }
type ErasureRow = { id: string; actorHash: Buffer | null; contentHash: Buffer | null; referenceHash: Buffer | null }

/**
 * The places [from, to) with their rows, from the trail or the archive. Leaves never change and an erasure is one
 * transaction, so that no lock and no long snapshot is needed; what looks wrong is read a second time by the caller.
 */
export async function readSealed(pool: pg.Pool, from: number, to: number): Promise<Sealed[]> {
  const { rows } = await pool.query<LeafRow>({
    name: 'audit-verify-leaves',
    text: `SELECT "seq"::text, "id", "salt", "bodyHash" FROM "AuditLeaf" WHERE "seq" >= $1 AND "seq" < $2 ORDER BY "AuditLeaf"."seq"`,
    values: [from, to],
  })
  return withEvents(pool, rows)
}

/** The same for some events by id; one that is not sealed is left out. */
export async function readSealedEvents(pool: pg.Pool, ids: readonly string[]): Promise<Sealed[]> {
  const { rows } = await pool.query<LeafRow>({
    name: 'audit-verify-leaves-by-id',
    text: `SELECT "seq"::text, "id", "salt", "bodyHash" FROM "AuditLeaf" WHERE "id" = ANY($1::uuid[]) ORDER BY "AuditLeaf"."seq"`,
    values: [ids],
  })
  return withEvents(pool, rows)
}

async function withEvents(pool: pg.Pool, leaves: readonly LeafRow[]): Promise<Sealed[]> {
  const ids = leaves.map(({ id }) => id)
  const events = await readEvents(pool, 'AuditLog', ids)
  const missing = ids.filter((id) => !events.has(id))
  if (missing.length > 0)
    for (const [id, row] of await readEvents(pool, 'audit_log_archive', missing)) events.set(id, row)
  const erasures = await readErasures(pool, ids)
  return leaves.map(({ seq, id, salt, bodyHash }) => {
    const event = events.get(id)
    return { seq: Number(seq), id, event, salt: event?.salt ?? salt, bodyHash, erased: erasures.get(id) }
  })
}

type EventRow = StoredEvent & { salt: Buffer | null }

async function readEvents(
  pool: pg.Pool,
  table: 'AuditLog' | 'audit_log_archive',
  ids: readonly string[],
): Promise<Map<string, EventRow>> {
  const sorted = ids.toSorted()
  const { rows } = await pool.query<EventRow>({
    name: `audit-verify-${table}`,
    text: `SELECT ${storedEventColumns('e')}, e."salt" FROM "${table}" AS e
      WHERE e."id" = ANY($1::uuid[]) AND e."id" BETWEEN $2 AND $3`,
    values: [ids, sorted[0] ?? null, sorted.at(-1) ?? null],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

async function readErasures(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, Partial<Commitments>>> {
  const { rows } = await pool.query<ErasureRow>({
    name: 'audit-verify-erasures',
    text: 'SELECT "id", "actorHash", "contentHash", "referenceHash" FROM "AuditErasure" WHERE "id" = ANY($1::uuid[])',
    values: [ids],
  })
  return new Map(rows.map((row) => [row.id, commitmentsOf(row)]))
}

function commitmentsOf({ actorHash, contentHash, referenceHash }: ErasureRow): Partial<Commitments> {
  return {
    ...(actorHash && { actor: actorHash }),
    ...(contentHash && { content: contentHash }),
    ...(referenceHash && { reference: referenceHash }),
  }
}
