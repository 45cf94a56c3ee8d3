import type pg from 'pg'
import type { Lease } from '../../db'
import { onceGivenBack } from '../../db'
import { logger } from '../../logger'
import { asLeader, treeSize } from '../ledger/seal'
import { blockSize } from './block'
import { readBlocks } from './block-rows'
import { alwaysLook, quoted } from './tokens'

/** Blocks of one transaction. */
const maxBlocks = 8

/**
 * Whoever writes blocks reads the events first; what was erased in between would come back without this lock, which an
 * erasure takes before it touches anything.
 */
export const blocksLockSql = 'pg_advisory_xact_lock(7203160144002)'
const tryLockSql = 'pg_try_advisory_xact_lock(7203160144002)'

/**
 * Makes the search index of the oldest sealed events that have none, as far as it comes in so many
 * milliseconds: sealing must not wait for it. Throws LeaseLost
 * when another process leads.
 */
export async function fillBlocks(lease: Lease, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs
  while (performance.now() < deadline && (await asLeader(lease, fill)) === maxBlocks);
}

/** Answers how many blocks it made. */
async function fill(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ next: string; isMine: boolean }>(
    `SELECT (SELECT coalesce(max("index") + 1, 0) FROM "AuditBlock")::text AS next, ${tryLockSql} AS "isMine"`,
  )
  const [row] = rows
  const size = await treeSize(client)
  if (!row?.isMine) return 0
  const next = Number(row.next)
  const count = Math.min(maxBlocks, Math.floor(size / blockSize) - next)
  if (count <= 0) return 0
  const indexes = Array.from({ length: count }, (_, at) => next + at)
  // Without it no later block could be made.
  for (const index of await writeBlocks(client, insertSql, indexes)) await client.query(insertUnknownSql, [index])
  return count
}

const insertSql = 'INSERT INTO "AuditBlock" ("index", "minId", "maxId", "words") VALUES ($1, $2, $3, $4::tsvector)'
const updateSql = 'UPDATE "AuditBlock" SET "minId" = $2, "maxId" = $3, "words" = $4::tsvector WHERE "index" = $1'

/** Says nothing of a block's words but that it has to be looked into; what an erasure leaves behind. */
export const unknownWordsSql = `array_to_tsvector(ARRAY['${alwaysLook}'])`

const insertUnknownSql = `INSERT INTO "AuditBlock" ("index", "minId", "maxId", "words")
  SELECT $1, min("id"::text)::uuid, max("id"::text)::uuid, ${unknownWordsSql} FROM "AuditLeaf"
  WHERE "seq" >= $1::bigint * ${blockSize} AND "seq" < ($1::bigint + 1) * ${blockSize}`

/**
 * Makes the blocks whose words are not known again from what is stored now, in transactions of its own. Call it when an
 * erasure is committed: only then does no word of the erased values come back. Until then the search looks into them
 * one by one. (The index itself keeps words that no block has any more, without saying where they were, until it is
 * reindexed.)
 */
export async function refillBlocks(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ index: string }>(
    `SELECT "index"::text AS index FROM "AuditBlock" WHERE "words" @@ $1::tsquery ORDER BY "index"`,
    [quoted(alwaysLook)],
  )
  const indexes = rows.map(({ index }) => Number(index))
  for (let at = 0; at < indexes.length; at += maxBlocks) await refill(pool, indexes.slice(at, at + maxBlocks))
}

async function refill(pool: pg.Pool, indexes: readonly number[]): Promise<void> {
  const client = await pool.connect()
  const giveBack = onceGivenBack(client)
  try {
    await client.query(`BEGIN; SELECT ${blocksLockSql}`)
    const { rows } = await client.query<{ index: string }>(
      `SELECT "index"::text AS index FROM "AuditBlock" WHERE "index" = ANY($1::bigint[])`,
      [indexes],
    )
    await writeBlocks(
      client,
      updateSql,
      rows.map(({ index }) => Number(index)),
    )
    await client.query('COMMIT')
    giveBack('usable')
  } catch (error) {
    giveBack('broken')
    throw error
  }
}

/** Makes and writes these blocks. Answers which could not be made, whatever stood in the way; it is logged. */
async function writeBlocks(client: pg.PoolClient, sql: string, indexes: readonly number[]): Promise<number[]> {
  if ((await attempt(client, sql, indexes)) === undefined) return []
  const failed: number[] = []
  for (const index of indexes) {
    const error = await attempt(client, sql, [index])
    if (error === undefined) continue
    logger.error('AUDIT_SEARCH_BLOCK_FAILED', { index, error })
    failed.push(index)
  }
  return failed
}

/** Answers what went wrong; then nothing is written. Rejects when the connection is lost. */
async function attempt(client: pg.PoolClient, sql: string, indexes: readonly number[]): Promise<unknown> {
  await client.query('SAVEPOINT audit_blocks')
  try {
    for (const { index, minId, maxId, words } of await readBlocks(client, indexes))
      await client.query(sql, [index, minId, maxId, words])
    await client.query('RELEASE SAVEPOINT audit_blocks')
    return undefined
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT audit_blocks')
    return error
  }
}
