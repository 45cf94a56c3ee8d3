import { bodyHashOf, leafData } from '../../lib/audit/ledger/leaf'
import { hashLeaf, tileWidth } from '../../lib/audit/ledger/merkle'
import { bodyOf, type StoredEvent, storedEventColumns } from '../../lib/audit/ledger/stored-event'
import { rootOf } from '../../lib/audit/ledger/verify/check-tree'
import type { World } from '../world'

const hashBytes = 32

/**
 * Forges an event with all that is stored about it, up to the top of the tree, as somebody can who owns the database and
 * knows the code. Only what was signed before stands against it.
 */
export async function forgeWithTree(world: World, { seq, id }: { seq: number; id: string }): Promise<void> {
  const [event] = await world.query<StoredEvent & { salt: Buffer }>(
    `SELECT ${storedEventColumns('e')}, e."salt" FROM "AuditLog" AS e WHERE e."id" = $1`,
    [id],
  )
  if (!event) throw new Error('There is no such event')
  const bodyHash = bodyHashOf({ ...bodyOf(event), description: 'forged' }, event.salt)
  await world.attack(`UPDATE "AuditLog" SET "description" = 'forged', "bodyHash" = $2 WHERE "id" = $1`, [id, bodyHash])
  let hash = hashLeaf(Buffer.from(leafData(id, event.recordedAt, bodyHash)))
  let entry = seq
  for (let level = 0; ; level += 1) {
    const index = Math.floor(entry / tileWidth)
    const hashes = await readTile(world, level, index)
    if (!hashes) return
    hash.copy(hashes, (entry % tileWidth) * hashBytes)
    await world.attack(`UPDATE "AuditTile" SET "hashes" = $3 WHERE "level" = $1 AND "index" = $2`, [
      level,
      index,
      hashes,
    ])
    if (hashes.length < tileWidth * hashBytes) return
    hash = rootOf(Array.from({ length: tileWidth }, (_, i) => hashes.subarray(i * hashBytes, (i + 1) * hashBytes)))
    entry = index
  }
}

async function readTile(world: World, level: number, index: number): Promise<Buffer | undefined> {
  const [tile] = await world.query<{ hashes: Buffer }>(
    'SELECT "hashes" FROM "AuditTile" WHERE "level" = $1 AND "index" = $2',
    [level, index],
  )
  return tile && Buffer.from(tile.hashes)
}
