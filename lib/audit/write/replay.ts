import { setTimeout as sleep } from 'node:timers/promises'
import { logger } from '../../logger'
import { commitRows } from './commit'
import type { Refusal } from './refusal'
import type { AuditRow } from './row'
import type { Spool } from './spool'

const maxRowsPerBatch = 500
const batchLimitMs = 2_000
/** For an event on its own that is too big for the limit of a batch. */
const singleLimitMs = 5_000
const maxPauseMs = 1_000

/**
 * Brings spooled events into the table, oldest first, one replay at a time in a process, until the spool is empty.
 * A segment is removed only when all of it is committed; what was committed before a crash is recognised by its id.
 */
export class Replayer {
  readonly #spool: Spool
  readonly #onCommit: () => void
  #batchSize = maxRowsPerBatch
  #isRunning = false
  #isStopped = false

  /** `onCommit` hears of every batch: the database is there. */
  constructor(spool: Spool, onCommit: () => void) {
    this.#spool = spool
    this.#onCommit = onCommit
  }

  /** True while it works or waits for the database: nobody else needs to ask whether that is back. */
  get isRunning(): boolean {
    return this.#isRunning
  }

  /** Begins unless it is under way. */
  start(): void {
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    void this.#run().finally(() => {
      this.#isRunning = false
      // What was spooled since the last look.
      if (this.#spool.stats().events > 0) this.start()
    })
  }

  /** Begins no other batch; what is left waits for the next process. */
  stop(): void {
    this.#isStopped = true
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#isStopped; ) {
      try {
        if (!(await this.#replayOldest())) return
        failures = 0
      } catch (error) {
        failures += 1
        logger.error('AUDIT_SPOOL_UNREADABLE', { error })
        await pause(failures)
      }
    }
  }

  /** Answers false when there is nothing to do. */
  async #replayOldest(): Promise<boolean> {
    const segment = await this.#spool.oldest()
    if (!segment) return false
    const content = await this.#spool.read(segment)
    if (!content) {
      await this.#spool.remove(segment)
      return true
    }
    const refusals = await this.#commitAll(content.rows)
    if (!refusals) return false
    if (content.damaged.length > 0) {
      const torn = Buffer.concat(content.damaged)
      await this.#spool.setAside(segment, 'torn', torn)
      logger.error('AUDIT_SPOOL_TORN', { segment: segment.name, bytes: torn.length })
    }
    if (refusals.length > 0) {
      await this.#spool.setAside(segment, 'refused', refusals.map(refusalLine).join(''))
      logger.error('AUDIT_SPOOL_REFUSED', { segment: segment.name, events: refusals.length, error: refusals[0]?.error })
    }
    await this.#spool.remove(segment)
    logger.info('AUDIT_REPLAYED', { segment: segment.name, events: content.rows.length - refusals.length })
    return true
  }

  /** Tries until all rows are committed or refused; undefined when it was stopped before. */
  async #commitAll(rows: readonly AuditRow[]): Promise<Refusal[] | undefined> {
    const refusals: Refusal[] = []
    for (let at = 0, failures = 0; at < rows.length; ) {
      if (this.#isStopped) return undefined
      const batch = rows.slice(at, at + this.#batchSize)
      try {
        refusals.push(...(await commitRows(batch, batch.length === 1 ? singleLimitMs : batchLimitMs, 'again')))
        at += batch.length
        failures = 0
        this.#batchSize = Math.min(maxRowsPerBatch, this.#batchSize * 2)
        this.#onCommit()
      } catch (error) {
        failures += 1
        // Perhaps it was too much for the time limit.
        this.#batchSize = Math.max(1, Math.floor(this.#batchSize / 2))
        logger.debug('AUDIT_REPLAY_WAITS', { attempt: failures, error })
        await pause(failures)
      }
    }
    return refusals
  }
}

const refusalLine = ({ row, error }: Refusal): string =>
  `${JSON.stringify({ reason: error instanceof Error ? error.message : 'refused', event: row })}\n`

/** Longer after every failure, up to a second. Keeps no process alive. */
const pause = (failures: number): Promise<void> =>
  sleep(Math.min(maxPauseMs, 50 * 2 ** failures), undefined, { ref: false })
