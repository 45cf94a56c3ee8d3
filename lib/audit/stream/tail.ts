import { setTimeout as sleep } from 'node:timers/promises'
import { classifyDbError, getPool, listen } from '../../db'
import { logger } from '../../logger'
import { erasedPayload, sealedChannel, treeSize } from '../ledger/seal'
import { RecentEvents } from './recent-events'
import { readSealedEvents, type SealedEvent } from './sealed-events'

/** Whoever is further behind than this reads the list again instead. */
export const maxBehind = 1_000
const pageSize = 200

/**
 * The end of the sealed order, followed while `signal` lasts: told by a notification, or found by a look every `pollMs`.
 * What is new is read once, for everybody who asks. While the database is away nothing is new; afterwards all of it is.
 */
export class Tail {
  readonly #signal: AbortSignal
  readonly #pollMs: number
  readonly #recent = new RecentEvents()
  readonly #waiting = new Set<() => void>()
  #size: number | undefined
  /** Counts what was forgotten: what was read before and is kept after would come back. */
  #forgotten = 0
  #told = Promise.withResolvers<void>()
  #hasComplained = false

  constructor(signal: AbortSignal, pollMs: number) {
    this.#signal = signal
    this.#pollMs = pollMs
  }

  /** How many places are filled and known; undefined before the first look. */
  get size(): number | undefined {
    return this.#size
  }

  /** Follows until the signal fires. Never rejects. */
  async follow(): Promise<void> {
    const listening = listen(sealedChannel, (payload) => this.#hear(payload), this.#signal)
    while (!this.#signal.aborted) {
      this.#told = Promise.withResolvers()
      await this.#look().then(
        () => {
          this.#hasComplained = false
        },
        (error: unknown) => this.#complain(error),
      )
      await Promise.race([this.#told.promise, this.#rest()])
    }
    await listening
  }

  /** Resolves once the size is known and another than `size`, after `ms`, or when `signal` fires. */
  async changed(size: number | undefined, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (this.#size !== undefined && this.#size !== size)) return
    const woken = Promise.withResolvers<void>()
    const wake = () => woken.resolve()
    const timer = setTimeout(wake, ms)
    this.#waiting.add(wake)
    signal.addEventListener('abort', wake)
    await woken.promise
    clearTimeout(timer)
    this.#waiting.delete(wake)
    signal.removeEventListener('abort', wake)
  }

  /** The events from place `from` on, a page at most, and the place after them. From memory for all but latecomers. */
  async read(from: number): Promise<{ events: readonly SealedEvent[]; next: number }> {
    const next = Math.min(from + pageSize, this.#size ?? from)
    return { events: this.#recent.slice(from, next) ?? (await readSealedEvents(from, next)), next }
  }

  /** An erasure that was told while nobody listened is taken for one, too. */
  #hear(payload: string | undefined): void {
    if (payload === undefined || payload === erasedPayload) this.#forget()
    this.#told.resolve()
  }

  #forget(): void {
    this.#forgotten += 1
    this.#recent.forget()
  }

  async #look(): Promise<void> {
    const size = await treeSize(getPool())
    // Nobody is told more than the newest; and a database may have been put back to an earlier state.
    let from = Math.max(Math.min(this.#size ?? size, size), size - maxBehind)
    if (from === size) this.#grow([], size, size)
    while (from < size && !this.#signal.aborted) {
      const to = Math.min(from + pageSize, size)
      const forgotten = this.#forgotten
      const events = await readSealedEvents(from, to)
      // Something was erased meanwhile, maybe of these: read them again.
      if (forgotten !== this.#forgotten) continue
      // By itself this finds an erasure that no notification told; these were read after it.
      if (events.some(({ event }) => event.action === 'AUDIT_ERASED')) this.#forget()
      this.#grow(events, from, to)
      from = to
    }
  }

  #grow(events: readonly SealedEvent[], from: number, to: number): void {
    this.#recent.add(events, from, to)
    this.#size = to
    for (const wake of this.#waiting) wake()
  }

  #rest(): Promise<unknown> {
    return sleep(this.#pollMs, undefined, { signal: this.#signal, ref: false }).catch(() => {})
  }

  #complain(error: unknown): void {
    if (this.#hasComplained) return
    this.#hasComplained = true
    logger.warn('AUDIT_STREAM_WAITS', { code: classifyDbError(error)?.logCode, error })
  }
}
