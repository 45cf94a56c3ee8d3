import type pg from 'pg'
import type { IdRange, Order } from '../read/id-range'
import { blockSize } from './block'
import type { BlockQuery } from './block-query'
import { edgeOf, type Span, type SpanCursor } from './spans'

const firstFetch = 16
const largestFetch = 256

type Row = { first: string; minId: string; maxId: string }

/** The blocks that match and touch a range, first in an order first, some at a time. Lives in one transaction. */
export class BlockCursor implements SpanCursor {
  readonly #client: pg.PoolClient
  readonly #query: BlockQuery | undefined
  readonly #order: Order
  #rows = firstFetch
  #edge: string | undefined

  private constructor(client: pg.PoolClient, query: BlockQuery | undefined, order: Order, edge: string) {
    this.#client = client
    this.#query = query
    this.#order = order
    this.#edge = edge
  }

  static async open(
    client: pg.PoolClient,
    query: BlockQuery | undefined,
    range: IdRange,
    order: Order,
  ): Promise<BlockCursor> {
    const values: unknown[] = [range.from, range.to]
    const matches = query === undefined ? '' : `AND "words" @@ $${values.push(query.candidates)}::tsquery`
    await client.query(
      `DECLARE audit_blocks NO SCROLL CURSOR FOR
        SELECT ("index" * ${blockSize})::text AS first, "minId", "maxId" FROM "AuditBlock"
        WHERE "maxId" >= $1 AND "minId" <= $2 ${matches}
        ORDER BY ${order === 'desc' ? '"maxId" DESC' : '"minId"'}`,
      values,
    )
    return new BlockCursor(client, query, order, order === 'desc' ? range.to : range.from)
  }

  get edge(): string | undefined {
    return this.#edge
  }

  async fetch(): Promise<Span[]> {
    const { rows } = await this.#client.query<Row>(`FETCH FORWARD ${this.#rows} FROM audit_blocks`)
    const spans = rows.map(({ first, minId, maxId }) => ({ firstSeq: Number(first), minId, maxId }))
    const last = spans.at(-1)
    this.#edge = last && rows.length === this.#rows ? edgeOf(last, this.#order) : undefined
    this.#rows = Math.min(largestFetch, this.#rows * 2)
    const matching = await this.#together(spans.map(({ firstSeq }) => firstSeq))
    return spans.filter(({ firstSeq }) => matching.has(firstSeq))
  }

  async close(): Promise<void> {
    await this.#client.query('CLOSE audit_blocks')
  }

  /** The blocks in which all that is asked for stands in one event. A twentieth of the work of looking at its events. */
  async #together(firsts: readonly number[]): Promise<Set<number>> {
    if (this.#query?.together === undefined || firsts.length === 0) return new Set(firsts)
    const { rows } = await this.#client.query<{ first: string }>(
      `SELECT ("index" * ${blockSize})::text AS first FROM (
          SELECT "index", "words" FROM "AuditBlock" WHERE "index" = ANY($1::bigint[]) OFFSET 0) AS b
        WHERE "words" @@ $2::tsquery`,
      [firsts.map((first) => first / blockSize), this.#query.together],
    )
    return new Set(rows.map(({ first }) => Number(first)))
  }
}
