import type pg from 'pg'
import { type ExactFilters, exactCondition } from '../read/filters'
import type { IdRange } from '../read/id-range'
import type { TrailTable } from '../read/trail-table'
import { blockSize } from './block'
import { rangeWithin, type Span } from './spans'
import { type StoredText, storedHasWords, storedTextSql } from './words'

/** What is looked for and where. `words` are normalized; each must begin a word of the event. */
export type Wanted = { table: TrailTable; filters: ExactFilters; words: readonly string[]; range: IdRange }

/** The one place where it is decided whether an event matches, in the index or not: the ids of those of these spans. */
export async function readMatches(client: pg.PoolClient, wanted: Wanted, spans: readonly Span[]): Promise<string[]> {
  const { rows } = await client.query<StoredText & { id: string }>(matchesQuery(wanted, spans))
  const { words } = wanted
  return rows.filter((row) => words.length === 0 || storedHasWords(row, words)).map(({ id }) => id)
}

export function matchesQuery(
  { table, filters, words, range }: Wanted,
  spans: readonly Span[],
): { text: string; values: unknown[] } {
  const { from, to } = rangeWithin(range, spans)
  const firsts = spans.flatMap((span) => ('firstSeq' in span ? [span.firstSeq] : []))
  const ids = spans.flatMap((span) => ('ids' in span ? span.ids : []))
  const values: unknown[] = [firsts, ids, from, to]
  // The inner query is closed by OFFSET: no index is to be read for a filter that finds a million elsewhere.
  const text = `SELECT e."id" ${words.length === 0 ? '' : `, ${storedTextSql}`} FROM (
      SELECT * FROM "${table}"
      WHERE "id" = ANY(ARRAY(
        SELECT l."id" FROM unnest($1::bigint[]) AS b (first)
        CROSS JOIN LATERAL (
          SELECT "id" FROM "AuditLeaf" WHERE "seq" >= b.first AND "seq" < b.first + ${blockSize} OFFSET 0) AS l
        WHERE l."id" BETWEEN $3 AND $4) || $2::uuid[])
      AND "id" BETWEEN $3 AND $4 OFFSET 0) AS e
    WHERE ${exactCondition(filters, values)}`
  return { text, values }
}
