import type { Order } from '../read/id-range'
import type { BlockCursor } from './block-cursor'
import { edgeOf, isBefore, type Span } from './spans'

/** Spans in the order in which their events can come: those of a cursor of blocks, if there is one, and others. */
export class SpanQueue {
  readonly #order: Order
  readonly #others: Span[]
  readonly #cursor: BlockCursor | undefined
  #blocks: Span[] = []

  constructor(order: Order, others: readonly Span[], cursor?: BlockCursor) {
    this.#order = order
    this.#others = others.toSorted((a, b) => (this.#isBefore(a, b) ? -1 : 1))
    this.#cursor = cursor
  }

  /** The next spans, `count` at most and maybe none, although there are more as long as there is an edge. */
  async take(count: number): Promise<Span[]> {
    if (this.#blocks.length === 0 && this.#cursor?.edge !== undefined) this.#blocks = await this.#cursor.fetch()
    const taken: Span[] = []
    while (taken.length < count) {
      const [block] = this.#blocks
      const [other] = this.#others
      const isBlock = block && (!other || this.#isBefore(block, other))
      // What the cursor has still to tell may come first.
      if (!isBlock && this.#cursorIsBefore(other)) break
      const span = isBlock ? this.#blocks.shift() : this.#others.shift()
      if (!span) break
      taken.push(span)
    }
    return taken
  }

  /** No event of the spans to come stands before this id; undefined when there are no more. */
  get edge(): string | undefined {
    const edges = [...this.#blocks.slice(0, 1), ...this.#others.slice(0, 1)].map((span) => edgeOf(span, this.#order))
    if (this.#blocks.length === 0 && this.#cursor?.edge !== undefined) edges.push(this.#cursor.edge)
    return edges.length === 0 ? undefined : edges.reduce((a, b) => (isBefore(a, b, this.#order) ? a : b))
  }

  #cursorIsBefore(other: Span | undefined): boolean {
    const edge = this.#blocks.length === 0 ? this.#cursor?.edge : undefined
    return edge !== undefined && (!other || !isBefore(edgeOf(other, this.#order), edge, this.#order))
  }

  #isBefore(a: Span, b: Span): boolean {
    return isBefore(edgeOf(a, this.#order), edgeOf(b, this.#order), this.#order)
  }
}
