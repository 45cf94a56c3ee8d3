import type pg from 'pg'
import { treeSize } from '../ledger/seal'
import { higher, type IdRange, lower, type Order } from '../read/id-range'
import { blockSize } from './block'

/**
 * A few hundred events that are looked at together: those of a block, by the number of its first, or listed ones.
 * None has an id outside of `minId` and `maxId`.
 */
export type Span = { minId: string; maxId: string } & ({ firstSeq: number } | { ids: readonly string[] })

/** Spans in the order in which their events can come, read some at a time. */
export type SpanCursor = {
  /** No event of the spans to come stands before this id; undefined when there are no more. */
  readonly edge: string | undefined
  /** The next spans; maybe none although there are more. */
  fetch(): Promise<Span[]>
}

/** Sealed events that may wait for their block: while the sealer writes blocks at all there are a few hundred. */
const maxUnblocked = 1_024 * blockSize

/** Spans of listed events. */
export function spansOf(ids: readonly string[]): Span[] {
  const sorted = ids.toSorted()
  return Array.from({ length: Math.ceil(sorted.length / blockSize) }, (_, at) => {
    const part = sorted.slice(at * blockSize, (at + 1) * blockSize)
    return { ids: part, minId: part[0] ?? '', maxId: part.at(-1) ?? '' }
  })
}

/**
 * Sealed events that are not in a block yet. Undefined when they are more than 262,144, so that it would take too long to
 * find out where each few hundred of them begin.
 */
export async function unblockedSpans(client: pg.PoolClient, { from, to }: IdRange): Promise<Span[] | undefined> {
  const first = await firstUnblocked(client)
  if ((await treeSize(client)) - first > maxUnblocked) return undefined
  const { rows } = await client.query<{ first: string; minId: string; maxId: string }>({
    name: 'audit-search-unblocked',
    // As text, because min and max of uuid are there only since PostgreSQL 18.
    text: `SELECT ("seq" / ${blockSize} * ${blockSize})::text AS first, min("id"::text) AS "minId", max("id"::text) AS "maxId"
      FROM "AuditLeaf" WHERE "seq" >= $1 GROUP BY 1`,
    values: [first],
  })
  return rows
    .filter(({ minId, maxId }) => maxId >= from && minId <= to)
    .map(({ first, minId, maxId }) => ({ firstSeq: Number(first), minId, maxId }))
}

async function firstUnblocked(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ first: string }>({
    name: 'audit-search-first-unblocked',
    text: `SELECT (coalesce(max("index") + 1, 0) * ${blockSize})::text AS first FROM "AuditBlock"`,
  })
  return Number(rows[0]?.first ?? 0)
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
