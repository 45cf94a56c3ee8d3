import type { SealedEvent } from './sealed-events'

const maxEvents = 1_000
const maxCharacters = 8 * 1_024 * 1_024

/** The newest sealed events in memory, without a gap and no more than 1,000 of them or 8 Mi characters. */
export class RecentEvents {
  readonly #kept: SealedEvent[] = []
  #characters = 0
  /** What is kept are all events of the places [from, to). */
  #from = 0
  #to = 0

  /** Adds the events of the places [from, to). When others lie between, what was there is forgotten. */
  add(events: readonly SealedEvent[], from: number, to: number): void {
    if (from !== this.#to) {
      this.forget()
      this.#from = from
    }
    for (const sealed of events) this.#characters += sealed.frame.length
    this.#kept.push(...events)
    this.#to = to
    while (this.#kept.length > maxEvents || this.#characters > maxCharacters) this.#dropFirst()
  }

  /** The events of the places [from, to), or undefined when they are not all here. */
  slice(from: number, to: number): SealedEvent[] | undefined {
    if (from < this.#from || to > this.#to) return undefined
    return this.#kept.filter(({ seq }) => seq >= from && seq < to)
  }

  /** Has nothing any more of what was added until now. */
  forget(): void {
    this.#kept.length = 0
    this.#characters = 0
    this.#from = this.#to
  }

  #dropFirst(): void {
    const first = this.#kept.shift()
    if (!first) return
    this.#characters -= first.frame.length
    this.#from = first.seq + 1
  }
}
