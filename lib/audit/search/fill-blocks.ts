import type pg from 'pg'
import type { Lease } from '../../db'
import { onceGivenBack } from '../../db'
import { asLeader, treeSize } from '../ledger/seal'
import { blockSize } from './block'
import { type Block, readBlocks } from './block-rows'
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
  const blocks = await readBlocks(
    client,
    Array.from({ length: count }, (_, at) => next + at),
  )
  for (const block of blocks)
    await write(
      client,
      'INSERT INTO "AuditBlock" ("index", "minId", "maxId", "words") VALUES ($1, $2, $3, $4::tsvector)',
      block,
    )
  return count
}

/** Says nothing of a block's words but that it has to be looked into; what an erasure leaves behind. */
export const unknownWordsSql = `array_to_tsvector(ARRAY['${alwaysLook}'])`

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
    for (const block of await readBlocks(
      client,
      rows.map(({ index }) => Number(index)),
    ))
      await write(
        client,
        'UPDATE "AuditBlock" SET "minId" = $2, "maxId" = $3, "words" = $4::tsvector WHERE "index" = $1',
        block,
      )
    await client.query('COMMIT')
    giveBack('usable')
  } catch (error) {
    giveBack('broken')
    throw error
  }
}

async function write(client: pg.PoolClient, text: string, { index, minId, maxId, words }: Block): Promise<void> {
  await client.query(text, [index, minId, maxId, words])
}
