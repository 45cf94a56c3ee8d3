import type pg from 'pg'
import { holdLease, type Lease } from '../../db'
import { logger } from '../../logger'
import { onDurableConnection } from '../write/durable-connection'
import { sqlState } from '../write/refusal'
import { type Counted, type Counter, minuteSql } from './counts'
import { bodyHashOf, leafData, newSalt } from './leaf'
import { appendLeaves, hashLeaf } from './merkle'
import { bodyOf, hasSoundTimeSql, readStoredEvents, recordedAtSql, type StoredEvent } from './stored-event'
import { tileReader, writeTiles } from './tiles'

/** Events sealed by one transaction. */
export const maxSealed = 5_000
const limitMs = 20_000

/** The channel on which a seal is told; the payload is the new size of the tree, or that events were erased. */
export const sealedChannel = 'daybook_sealed'
export const erasedPayload = 'erased'

type Waiting = Counted & { id: string; recordedAt: string; bodyHash: Buffer | null; hasSoundTime: boolean }
type Leaf = Waiting & { salt: Buffer | null; ownBodyHash: Buffer | null; hash: Buffer }

/** Another leads; nothing was changed. */
export class LeaseLost extends Error {
  constructor() {
    super('Another process leads the sealing now')
    this.name = 'LeaseLost'
  }
}

/** Events of which no leaf can be made. Nothing was changed. */
class Unsealable extends Error {
  readonly ids: readonly string[]

  constructor(ids: readonly string[], cause: unknown) {
    super(`No leaf can be made of ${ids.length} event${ids.length === 1 ? '' : 's'}`, { cause })
    this.name = 'Unsealable'
    this.ids = ids
  }
}

/** Runs `fn` in a durable transaction that the leader's lease is checked in. Throws LeaseLost when it is another's. */
export async function asLeader<T>(lease: Lease, fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return onDurableConnection(limitMs, async (client) => {
    try {
      // A process that freezes here must not keep the lease's row from the next leader.
      await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = '10s'`)
      if (!(await holdLease(client, lease))) throw new LeaseLost()
      const result = await fn(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client
        .query('ROLLBACK')
        .catch((lost: unknown) => logger.debug('A rollback found no connection', { error: lost }))
      throw error
    }
  })
}

/**
 * Seals the oldest waiting events: gives them the next numbers, appends their leaves to the tree, counts them in the
 * statistics and wakes the listeners, all in one transaction. Answers how many; fewer than `limit` means that no more waited.
 * Events of which no leaf can be made stay where they are, are added to `skipped` and are not looked at again.
 */
export async function sealBatch(
  lease: Lease,
  counter: Counter,
  limit: number = maxSealed,
  skipped: Set<string> = new Set(),
): Promise<number> {
  try {
    return await asLeader(lease, (client) => seal(client, counter, limit, skipped))
  } catch (error) {
    counter.forget()
    if (error instanceof Unsealable) {
      logger.error('AUDIT_EVENT_UNSEALABLE', { ids: error.ids, error })
      for (const id of error.ids) skipped.add(id)
      return sealBatch(lease, counter, limit, skipped)
    }
    if (sqlState(error) !== uniqueViolation) throw error
    const again = await asLeader(lease, dropSealed)
    if (again.length === 0) throw error
    logger.error('AUDIT_EVENT_QUEUED_AGAIN', { ids: again })
    return limit
  }
}

const uniqueViolation = '23505'

/** An id can come twice when somebody removed the row and put another in its place: verification tells. */
async function dropSealed(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `DELETE FROM "AuditUnsealed" AS q USING "AuditLeaf" AS l WHERE l."id" = q."id" RETURNING q."id"::text`,
  )
  return rows.map(({ id }) => id)
}

async function seal(
  client: pg.PoolClient,
  counter: Counter,
  limit: number,
  skipped: ReadonlySet<string>,
): Promise<number> {
  const ids = await takeIds(client, limit, skipped)
  if (ids.length === 0) return 0
  const leaves = await toLeaves(client, await readWaiting(client, ids))
  if (leaves.length < ids.length) {
    const found = new Set(leaves.map(({ id }) => id))
    logger.error('AUDIT_EVENT_VANISHED', { ids: ids.filter((id) => !found.has(id)) })
  }
  if (leaves.length === 0) return ids.length
  const size = await treeSize(client)
  const grown = await appendLeaves(
    tileReader(client),
    size,
    leaves.map(({ hash }) => hash),
  )
  await writeLeaves(client, size, leaves)
  await writeTiles(client, grown.tiles)
  await counter.add(client, leaves)
  await client.query('SELECT pg_notify($1, $2)', [sealedChannel, String(grown.size)])
  return ids.length
}

/** How many events are sealed. */
export async function treeSize(client: pg.Pool | pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ size: string }>({
    name: 'audit-tree-size',
    text: `SELECT coalesce(max("seq") + 1, 0)::text AS size FROM "AuditLeaf"`,
  })
  return Number(rows[0]?.size ?? 0)
}

async function takeIds(client: pg.PoolClient, limit: number, skipped: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'audit-seal-take',
    text: `DELETE FROM "AuditUnsealed" WHERE "id" = ANY(ARRAY(
        SELECT "id" FROM "AuditUnsealed" WHERE "id" <> ALL($2::uuid[]) ORDER BY "id" LIMIT $1))
      RETURNING "id"::text`,
    values: [limit, arrayOfIds([...skipped])],
  })
  return rows.map(({ id }) => id)
}

async function readWaiting(client: pg.PoolClient, ids: readonly string[]): Promise<Waiting[]> {
  const { rows } = await client.query<Waiting>({
    name: 'audit-seal-read',
    text: `SELECT e."id", ${recordedAtSql('e')} AS "recordedAt", e."bodyHash", ${minuteSql('e')}, e."source", e."action", e."severity",
        ${hasSoundTimeSql('e')} AS "hasSoundTime"
      FROM "AuditLog" AS e WHERE e."id" = ANY($1::uuid[]) AND e."id" BETWEEN $2 AND $3 ORDER BY e."id"`,
    // The span prunes partitions, which an array alone does not.
    values: [arrayOfIds(ids), ...spanOf(ids)],
  })
  return rows
}

/** The text of an array: ids need none of the care that the driver takes of every element. */
const arrayOfIds = (ids: readonly string[]) => `{${ids.join(',')}}`

function spanOf(ids: readonly string[]): [string, string] {
  const sorted = ids.toSorted()
  return [sorted[0] ?? '', sorted.at(-1) ?? '']
}

/** Throws Unsealable with all of those that spoil the batch. */
async function toLeaves(client: pg.PoolClient, waiting: readonly Waiting[]): Promise<Leaf[]> {
  const without = waiting.filter(({ bodyHash }) => bodyHash === null).map(({ id }) => id)
  const stored = new Map(
    (without.length > 0 ? await readStoredEvents(client, without) : []).map((row) => [row.id, row]),
  )
  const spoilt: string[] = []
  let cause: unknown
  const leaves = waiting.flatMap((event) => {
    try {
      return [toLeaf(event, stored.get(event.id))]
    } catch (error) {
      spoilt.push(event.id)
      cause = error
      return []
    }
  })
  if (spoilt.length > 0) throw new Unsealable(spoilt, cause)
  return leaves
}

/** `row` is given for rows that triggers or older versions wrote, which have no hash of their own yet. */
function toLeaf(event: Waiting, row: StoredEvent | undefined): Leaf {
  if (!event.hasSoundTime) throw new Error(`Event ${event.id} is of a time that no event has`)
  const salt = row ? newSalt() : null
  const ownBodyHash = row && salt ? bodyHashOf(bodyOf(row), salt) : null
  const bodyHash = event.bodyHash ?? ownBodyHash
  if (!bodyHash) throw new Error(`Event ${event.id} changed while it was sealed`)
  return { ...event, salt, ownBodyHash, hash: hashLeaf(Buffer.from(leafData(event.id, event.recordedAt, bodyHash))) }
}

async function writeLeaves(client: pg.PoolClient, size: number, leaves: readonly Leaf[]): Promise<void> {
  const ids = arrayOfIds(leaves.map(({ id }) => id))
  // As nearly always: the rows have hashes of their own.
  if (leaves.every(({ ownBodyHash }) => ownBodyHash === null))
    await client.query({
      name: 'audit-leaves-write',
      text: `INSERT INTO "AuditLeaf" ("seq", "id")
        SELECT $1::bigint + t.n - 1, t.id FROM unnest($2::uuid[]) WITH ORDINALITY AS t (id, n)`,
      values: [size, ids],
    })
  else
    await client.query({
      name: 'audit-leaves-write-hashed',
      text: `INSERT INTO "AuditLeaf" ("seq", "id", "salt", "bodyHash")
        SELECT $1::bigint + t.n - 1, t.id, t.salt, t.hash
        FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) WITH ORDINALITY AS t (id, salt, hash, n)`,
      values: [size, ids, leaves.map(({ salt }) => salt), leaves.map(({ ownBodyHash }) => ownBodyHash)],
    })
}
