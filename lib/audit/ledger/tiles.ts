import type pg from 'pg'
import { type ReadTiles, type Tile, TreeDamaged } from './merkle'

/** Reads tiles with one query for all that are wanted. Throws TreeDamaged when one is missing. */
export const tileReader =
  (client: pg.Pool | pg.PoolClient): ReadTiles =>
  async (wanted) => {
    if (wanted.length === 0) return []
    const { rows } = await client.query<{ level: number; index: string; hashes: Buffer }>({
      name: 'audit-tiles',
      text: `SELECT "level", "index", "hashes" FROM "AuditTile"
        WHERE ("level", "index") IN (SELECT * FROM unnest($1::int[], $2::bigint[]))`,
      values: [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
    })
    const found = new Map(rows.map((row) => [`${row.level}/${row.index}`, row.hashes]))
    return wanted.map(({ level, index }) => {
      const hashes = found.get(`${level}/${index}`)
      if (!hashes) throw new MissingTile(level, index)
      return hashes
    })
  }

/** A part of the stored tree is not there. */
class MissingTile extends TreeDamaged {
  constructor(level: number, index: number) {
    super(`Tile ${index} of level ${level} of the Merkle tree is missing`)
    this.name = 'MissingTile'
  }
}

/** Stores tiles whole, new ones and those at the right edge that have grown. */
export async function writeTiles(client: pg.PoolClient, tiles: readonly Tile[]): Promise<void> {
  await client.query({
    name: 'audit-tiles-write',
    text: `INSERT INTO "AuditTile" ("level", "index", "hashes")
      SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])
      ON CONFLICT ("level", "index") DO UPDATE SET "hashes" = EXCLUDED."hashes"`,
    values: [tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ hashes }) => hashes)],
  })
}
