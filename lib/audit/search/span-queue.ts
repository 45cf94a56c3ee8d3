import type { Order } from '../read/id-range'
import { edgeOf, isBefore, type Span, type SpanCursor } from './spans'

/** Spans that are read already, and where more of them come from. */
type Source = { spans: Span[]; cursor: SpanCursor | undefined }

/** Spans in the order in which their events can come: those of cursors, and others. */
export class SpanQueue {
  readonly #order: Order
  readonly #sources: readonly Source[]

  constructor(order: Order, others: readonly Span[], cursors: readonly SpanCursor[] = []) {
    this.#order = order
    const sorted = others.toSorted((a, b) => (isBefore(edgeOf(a, order), edgeOf(b, order), order) ? -1 : 1))
    this.#sources = [{ spans: sorted, cursor: undefined }, ...cursors.map((cursor) => ({ spans: [], cursor }))]
  }

  /** The next spans, `count` at most and maybe none, although there are more as long as there is an edge. */
  async take(count: number): Promise<Span[]> {
    for (const source of this.#sources)
      if (source.cursor && unread(source) !== undefined) source.spans = await source.cursor.fetch()
    const taken: Span[] = []
    while (taken.length < count) {
      const first = this.#first()
      const span = first?.spans[0]
      if (!first || !span || this.#unreadIsBefore(span)) break
      first.spans.shift()
      taken.push(span)
    }
    return taken
  }

  /** No event of the spans to come stands before this id; undefined when there are no more. */
  get edge(): string | undefined {
    return this.#sources
      .map((source) => this.#edgeOf(source))
      .filter((edge) => edge !== undefined)
      .reduce<string | undefined>((a, b) => (a !== undefined && isBefore(a, b, this.#order) ? a : b), undefined)
  }

  #edgeOf(source: Source): string | undefined {
    const [span] = source.spans
    return span ? edgeOf(span, this.#order) : unread(source)
  }

  #first(): Source | undefined {
    let first: Source | undefined
    for (const source of this.#sources) {
      const [span] = source.spans
      const best = first?.spans[0]
      if (span && (!best || isBefore(edgeOf(span, this.#order), edgeOf(best, this.#order), this.#order))) first = source
    }
    return first
  }

  /** What a cursor has still to tell may come first. */
  #unreadIsBefore(span: Span): boolean {
    return this.#sources.some((source) => {
      const edge = unread(source)
      return edge !== undefined && !isBefore(edgeOf(span, this.#order), edge, this.#order)
    })
  }
}

/** Where the spans begin that have to be fetched next; undefined while there are others or when there are no more. */
const unread = ({ spans, cursor }: Source): string | undefined => (spans.length === 0 ? cursor?.edge : undefined)
