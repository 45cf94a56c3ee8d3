import { secondMs } from '../../clock'
import { classifyDbError } from '../../db'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import { commitRows } from './commit'
import { logLastResort } from './last-resort'
import type { Refusal } from './refusal'
import { Replayer } from './replay'
import type { AuditRow } from './row'
import { Spool } from './spool'
import { spoolFolder } from './spool-folder'

/** Where an event came to be kept. */
export type Stored = 'database' | 'spool' | 'log'

type Entry = { row: AuditRow; resolve: (stored: Stored) => void }

const maxLanes = 2
const maxRowsPerBatch = 500
const minRowsToSplit = 16
const maxQueued = 10_000
const batchLimitMs = 2 * secondMs
/** So long after a failure nobody tries again. */
const awayMs = secondMs

/**
 * Group commit: events that are logged at the same time become one statement, and each caller goes on when it is
 * committed. A lone caller waits for nobody. Two batches are under way at most, so that the next one grows meanwhile.
 * While the database is away events go to the spool, and to the log when the disk refuses them too.
 */
export class Writer {
  readonly spool = new Spool(spoolFolder())
  readonly #replayer = new Replayer(this.spool, () => this.#onBack())
  readonly #queue: Entry[] = []
  readonly #waiting: (() => void)[] = []
  #lanes = 0
  #pending = 0
  #isScheduled = false
  #failedAtMs: number | undefined
  #batches = 0
  readonly #stored: Record<Stored, number> = { database: 0, spool: 0, log: 0 }

  /** Resolves once the event is durable. Never rejects. Waits before it starts while very many are queued. */
  write(row: AuditRow): Promise<Stored> {
    this.#pending += 1
    return this.#queue.length < maxQueued ? this.#enqueue(row) : this.#enqueueLater(row)
  }

  async #enqueueLater(row: AuditRow): Promise<Stored> {
    while (this.#queue.length >= maxQueued) await this.#change()
    return this.#enqueue(row)
  }

  #enqueue(row: AuditRow): Promise<Stored> {
    return new Promise((resolve) => {
      this.#queue.push({ row, resolve })
      this.#schedule()
    })
  }

  /** Where an event that is logged now would be kept first. */
  get mode(): 'database' | 'spool' {
    return this.#isAway() || this.#replayer.isRunning ? 'spool' : 'database'
  }

  /** What it did since the process began, and how many events wait now. */
  figures(): { pending: number; batches: number; stored: Readonly<Record<Stored, number>> } {
    return { pending: this.#pending, batches: this.#batches, stored: { ...this.#stored } }
  }

  /** Resolves when every event written so far is kept somewhere. */
  async flush(): Promise<void> {
    while (this.#pending > 0) await this.#change()
  }

  /** Takes over what ended processes left in the spool, and replays it. */
  async adopt(): Promise<void> {
    const segments = await this.spool.adopt()
    if (segments === 0) return
    logger.info('AUDIT_SPOOL_ADOPTED', { segments, events: this.spool.stats().events })
    this.#replayer.start()
  }

  /** Ends the replay; events can still be written. */
  stopReplay(): void {
    this.#replayer.stop()
  }

  /** At the end of the tick: whoever logs in the same one shares the batch. */
  #schedule(): void {
    if (this.#isScheduled || this.#queue.length === 0) return
    if (!this.#isAway() && this.#lanes >= this.#maxLanes()) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      if (this.#isAway()) void this.#divert(this.#queue.splice(0))
      else void this.#send(this.#queue.splice(0, this.#batchSize()))
      this.#schedule()
    })
  }

  /** A moment after a failure, and as long as somebody else is asking whether the database is back. */
  #isAway(): boolean {
    if (this.#failedAtMs === undefined) return false
    return this.#replayer.isRunning || this.#lanes > 0 || performance.now() - this.#failedAtMs < awayMs
  }

  /** After a failure one batch finds out. */
  #maxLanes(): number {
    return this.#failedAtMs === undefined ? maxLanes : 1
  }

  /** Half of what waits while both lanes are free: PostgreSQL then works on one half while the other is prepared. */
  #batchSize(): number {
    const isSplit = this.#lanes === 0 && this.#maxLanes() > 1 && this.#queue.length >= minRowsToSplit
    return Math.min(maxRowsPerBatch, isSplit ? Math.ceil(this.#queue.length / 2) : this.#queue.length)
  }

  async #send(entries: Entry[]): Promise<void> {
    this.#lanes += 1
    this.#batches += 1
    const outcome = await commitRows(
      entries.map(({ row }) => row),
      batchLimitMs,
      'first',
    ).catch((error: unknown) => this.#onLost(error))
    this.#lanes -= 1
    if (outcome) {
      this.#onBack()
      this.#settleCommitted(entries, outcome)
    } else void this.#divert(entries)
    this.#schedule()
  }

  #settleCommitted(entries: readonly Entry[], refusals: readonly Refusal[]): void {
    for (const { row, error } of refusals) logLastResort(row, error)
    const refused = new Set(refusals.map(({ row }) => row))
    this.#settle(entries, ({ row }) => (refused.has(row) ? 'log' : 'database'))
  }

  async #divert(entries: Entry[]): Promise<void> {
    try {
      await this.spool.append(entries.map(({ row }) => row))
      this.#settle(entries, () => 'spool')
      this.#replayer.start()
    } catch (error) {
      for (const { row } of entries) logLastResort(row, error)
      this.#settle(entries, () => 'log')
    }
  }

  #settle(entries: readonly Entry[], where: (entry: Entry) => Stored): void {
    this.#pending -= entries.length
    for (const entry of entries) {
      const stored = where(entry)
      this.#stored[stored] += 1
      entry.resolve(stored)
    }
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #onLost(error: unknown): undefined {
    if (this.#failedAtMs === undefined) logger.error('AUDIT_SPOOLING', { code: classifyDbError(error)?.logCode, error })
    this.#failedAtMs = performance.now()
  }

  #onBack(): void {
    this.#failedAtMs = undefined
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
