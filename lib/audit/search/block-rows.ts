import type pg from 'pg'
import { higher, highestId, lower, lowestId } from '../read/id-range'
import { blockSize } from './block'
import { alwaysLook, type Identified, identifyingColumns, quoted, tokensOf } from './tokens'
import { type Searchable, searchableColumns } from './words'

/** A block as it is stored; `words` is the text of a tsvector. */
export type Block = { index: number; minId: string; maxId: string; words: string }

type Row = Searchable & Identified & { id: string }

const columns = [...new Set([...searchableColumns, ...identifyingColumns])].map((name) => `e."${name}"`).join(', ')

/** PostgreSQL takes a little less than 1 MiB in one tsvector, which is smaller than its text. */
const maxBytes = 1_000_000

/** What the index says of these blocks, from the events as they are stored now, in the trail or in the archive. */
export async function readBlocks(client: pg.PoolClient, indexes: readonly number[]): Promise<Block[]> {
  const leaves = await readLeaves(client, indexes)
  const rows = await readRows(
    client,
    leaves.map(({ id }) => id),
  )
  return indexes.map((index) => {
    const own = leaves.filter((leaf) => Number(leaf.index) === index)
    const places = new Map<string, string>()
    for (const { place, id } of own) {
      const event = rows.get(id)
      for (const token of event ? tokensOf(event) : []) {
        const known = places.get(token)
        places.set(token, known === undefined ? String(place) : `${known},${place}`)
      }
    }
    const ids = own.map(({ id }) => id)
    return { index, minId: ids.reduce(lower, highestId), maxId: ids.reduce(higher, lowestId), words: listed(places) }
  })
}

type Leaf = { index: string; place: number; id: string }

async function readLeaves(client: pg.PoolClient, indexes: readonly number[]): Promise<Leaf[]> {
  const { rows } = await client.query<Leaf>({
    name: 'audit-block-leaves',
    // Places count from 1, as positions in a tsvector do; 256 of them are as many as it keeps for one lexeme.
    text: `SELECT b.index::text AS index, (l."seq" % ${blockSize} + 1)::int AS place, l."id"
      FROM unnest($1::bigint[]) AS b (index)
      CROSS JOIN LATERAL (SELECT "seq", "id" FROM "AuditLeaf"
        WHERE "seq" >= b.index * ${blockSize} AND "seq" < (b.index + 1) * ${blockSize} OFFSET 0) AS l`,
    values: [indexes],
  })
  return rows
}

async function readRows(client: pg.PoolClient, ids: readonly string[]): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  for (const table of ['AuditLog', 'audit_log_archive']) {
    const missing = ids.filter((id) => !found.has(id)).sort()
    if (missing.length === 0) break
    const { rows } = await client.query<Row>({
      name: `audit-block-rows-${table}`,
      // The span prunes partitions, which an array alone does not.
      text: `SELECT e."id", ${columns} FROM "${table}" AS e WHERE e."id" = ANY($1::uuid[]) AND e."id" BETWEEN $2 AND $3`,
      values: [missing, missing[0], missing.at(-1)],
    })
    for (const row of rows) found.set(row.id, row)
  }
  return found
}

function listed(places: ReadonlyMap<string, string>): string {
  let text = ''
  for (const [token, at] of places) text += `${quoted(token)}:${at} `
  return Buffer.byteLength(text) > maxBytes ? quoted(alwaysLook) : text
}
