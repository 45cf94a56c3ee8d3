import { processSingleton } from '../../singleton'
import { commitRows } from './commit'
import { logLastResort } from './last-resort'
import type { AuditRow } from './row'

/** Where an event came to be kept. */
export type Stored = 'database' | 'spool' | 'log'

type Entry = { row: AuditRow; resolve: (stored: Stored) => void }

const maxLanes = 2
const maxRowsPerBatch = 500
const maxQueued = 10_000
const batchLimitMs = 2_000

/**
 * Group commit: events that are logged at the same time become one statement, and each caller goes on when it is
 * committed. A lone caller waits for nobody. Two batches are under way at most, so that the next one grows meanwhile.
 */
export class Writer {
  readonly #queue: Entry[] = []
  #lanes = 0
  #pending = 0
  #isScheduled = false
  readonly #waiting: (() => void)[] = []

  /** Resolves once the event is durable. Never rejects. Waits before it starts while very many are queued. */
  async write(row: AuditRow): Promise<Stored> {
    this.#pending += 1
    while (this.#queue.length >= maxQueued) await this.#change()
    return new Promise((resolve) => {
      this.#queue.push({ row, resolve })
      this.#schedule()
    })
  }

  /** Resolves when every event written so far is kept somewhere. */
  async flush(): Promise<void> {
    while (this.#pending > 0) await this.#change()
  }

  /** At the end of the tick: whoever logs in the same one shares the batch. */
  #schedule(): void {
    if (this.#isScheduled || this.#lanes >= maxLanes || this.#queue.length === 0) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      void this.#send(this.#queue.splice(0, maxRowsPerBatch))
      this.#schedule()
    })
  }

  async #send(entries: Entry[]): Promise<void> {
    this.#lanes += 1
    try {
      const rows = entries.map(({ row }) => row)
      const refusals = await commitRows(rows, batchLimitMs)
      const refused = new Map(refusals.map(({ row, error }) => [row, error]))
      for (const { row, error } of refusals) logLastResort(row, error)
      this.#settle(entries, ({ row }) => (refused.has(row) ? 'log' : 'database'))
    } catch (error) {
      for (const { row } of entries) logLastResort(row, error)
      this.#settle(entries, () => 'log')
    } finally {
      this.#lanes -= 1
      this.#schedule()
    }
  }

  #settle(entries: readonly Entry[], where: (entry: Entry) => Stored): void {
    this.#pending -= entries.length
    for (const entry of entries) entry.resolve(where(entry))
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** The next time that events have found their place. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }
}

/** The writer of this process. */
export const getWriter = (): Writer => processSingleton('audit.writer', () => new Writer())
