import type pg from 'pg'
import { treeSize } from '../ledger/seal'
import { higher, type IdRange, lower, type Order } from '../read/id-range'
import { blockSize } from './block'

/**
 * A few hundred events that are looked at together: those of a block, by the number of its first, or listed ones.
 * None has an id outside of `minId` and `maxId`.
 */
export type Span = { minId: string; maxId: string } & ({ firstSeq: number } | { ids: readonly string[] })

/** Sealed events that may wait for their block: while the sealer writes blocks at all there are a few hundred. */
const maxUnblocked = 1_024 * blockSize
/** Committed events that may wait for the sealer. Of more than these a search sees the newest. */
const maxUnsealed = 50_000

/** Spans of listed events. */
export function spansOf(ids: readonly string[]): Span[] {
  const sorted = ids.toSorted()
  return Array.from({ length: Math.ceil(sorted.length / blockSize) }, (_, at) => {
    const part = sorted.slice(at * blockSize, (at + 1) * blockSize)
    return { ids: part, minId: part[0] ?? '', maxId: part.at(-1) ?? '' }
  })
}

/** Committed events that are not sealed yet, the newest 50,000 of the range. */
export async function unsealedSpans(client: pg.PoolClient, { from, to }: IdRange): Promise<Span[]> {
  const { rows } = await client.query<{ id: string }>({
    name: 'audit-search-unsealed',
    text: `SELECT "id" FROM "AuditUnsealed" WHERE "id" BETWEEN $1 AND $2 ORDER BY "id" DESC LIMIT $3`,
    values: [from, to, maxUnsealed],
  })
  return spansOf(rows.map(({ id }) => id))
}

/** Sealed events that are not in a block yet, the newest 262,144. */
export async function unblockedSpans(client: pg.PoolClient, { from, to }: IdRange): Promise<Span[]> {
  const { rows } = await client.query<{ first: string; minId: string; maxId: string }>({
    name: 'audit-search-unblocked',
    // As text, because min and max of uuid are there only since PostgreSQL 18.
    text: `SELECT ("seq" / ${blockSize} * ${blockSize})::text AS first, min("id"::text) AS "minId", max("id"::text) AS "maxId"
      FROM "AuditLeaf"
      WHERE "seq" >= greatest($1, (SELECT coalesce(max("index") + 1, 0) * ${blockSize} FROM "AuditBlock"))
      GROUP BY 1`,
    values: [(await treeSize(client)) - maxUnblocked],
  })
  return rows
    .filter(({ minId, maxId }) => maxId >= from && minId <= to)
    .map(({ first, minId, maxId }) => ({ firstSeq: Number(first), minId, maxId }))
}

/** Where the events of a span begin in this order. */
export const edgeOf = (span: Span, order: Order): string => (order === 'desc' ? span.maxId : span.minId)

export const isBefore = (a: string, b: string, order: Order): boolean => (order === 'desc' ? a > b : a < b)

/** The part of the range in which these spans have events. */
export function rangeWithin(range: IdRange, spans: readonly Span[]): IdRange {
  const from = spans.reduce((least, { minId }) => lower(least, minId), range.to)
  const to = spans.reduce((most, { maxId }) => higher(most, maxId), range.from)
  return { from: higher(range.from, from), to: lower(range.to, to) }
}
