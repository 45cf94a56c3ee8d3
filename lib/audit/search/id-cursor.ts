import type pg from 'pg'
import { higher, type IdRange, idAfter, idBefore, lower, type Order } from '../read/id-range'
import type { TrailTable } from '../read/trail-table'
import { blockSize } from './block'
import { type Span, type SpanCursor, spansOf } from './spans'

const largestFetch = 16 * blockSize

/** All ids of a table within a range as spans, in their order, some thousand at a time. */
export class IdCursor implements SpanCursor {
  readonly #client: pg.PoolClient
  readonly #table: TrailTable | 'AuditUnsealed'
  readonly #order: Order
  #range: IdRange
  #hasMore: boolean

  constructor(client: pg.PoolClient, table: TrailTable | 'AuditUnsealed', range: IdRange, order: Order) {
    this.#client = client
    this.#table = table
    this.#range = range
    this.#order = order
    this.#hasMore = range.from <= range.to
  }

  get edge(): string | undefined {
    if (!this.#hasMore) return undefined
    return this.#order === 'desc' ? this.#range.to : this.#range.from
  }

  async fetch(): Promise<Span[]> {
    const { from, to } = this.#range
    const { rows } = await this.#client.query<{ id: string }>({
      name: `audit-search-ids-${this.#table}-${this.#order}`,
      text: `SELECT "id" FROM "${this.#table}" WHERE "id" BETWEEN $1 AND $2 ORDER BY "id" ${this.#order} LIMIT $3`,
      values: [from, to, largestFetch],
    })
    const ids = rows.map(({ id }) => id)
    const last = ids.at(-1)
    this.#hasMore = last !== undefined && ids.length === largestFetch && last !== (this.#order === 'desc' ? from : to)
    if (last !== undefined)
      this.#range =
        this.#order === 'desc' ? { from, to: lower(to, idBefore(last)) } : { from: higher(from, idAfter(last)), to }
    const spans = spansOf(ids)
    return this.#order === 'desc' ? spans.reverse() : spans
  }
}
