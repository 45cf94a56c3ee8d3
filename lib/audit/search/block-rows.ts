import type pg from 'pg'
import { higher, highestId, lower, lowestId } from '../read/id-range'
import { blockSize } from './block'
import { addTokens, alwaysLook, type Identified, identifyingColumns } from './tokens'
import { type Searchable, searchableColumns } from './words'

/** A block as it is stored. */
export type Block = { index: number; minId: string; maxId: string; tokens: string[] }

type Row = Searchable & Identified & { block: string; id: string }

const columns = [...new Set([...searchableColumns, ...identifyingColumns])].map((name) => `e."${name}"`).join(', ')

/** PostgreSQL takes a little less than 1 MiB of lexemes in one tsvector. */
const maxTokenBytes = 1_000_000

/** What the index says of these blocks, from the events as they are stored now, in the trail or in the archive. */
export async function readBlocks(client: pg.PoolClient, indexes: readonly number[]): Promise<Block[]> {
  const leaves = await readLeaves(client, indexes)
  const ids = leaves.map(({ id }) => id)
  const rows = await readRows(client, ids)
  return indexes.map((index) => {
    const own = leaves.flatMap(({ block, id }) => (Number(block) === index ? [id] : []))
    const tokens = new Set<string>()
    for (const id of own) {
      const event = rows.get(id)
      if (event) addTokens(event, tokens)
    }
    return { index, minId: own.reduce(lower, highestId), maxId: own.reduce(higher, lowestId), tokens: listed(tokens) }
  })
}

async function readLeaves(client: pg.PoolClient, indexes: readonly number[]): Promise<{ block: string; id: string }[]> {
  const { rows } = await client.query<{ block: string; id: string }>({
    name: 'audit-block-leaves',
    text: `SELECT b.index::text AS block, l."id" FROM unnest($1::bigint[]) AS b (index)
      CROSS JOIN LATERAL (SELECT "id" FROM "AuditLeaf"
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

function listed(tokens: ReadonlySet<string>): string[] {
  let bytes = 0
  for (const token of tokens) bytes += Buffer.byteLength(token)
  return bytes > maxTokenBytes ? [alwaysLook] : [...tokens]
}
