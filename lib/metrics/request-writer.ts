import { secondMs } from '../clock'
import { classifyDbError } from '../db'
import { instanceId } from '../instance-id'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import { RequestCounts } from './request-counts'
import { type EndedRequest, getRequestTotals } from './request-totals'
import { writeMinutes } from './write-minutes'

/** What a process that is killed takes with it at most. */
const flushEveryMs = 10 * secondMs

/** This process's clock, which never steps; the database's decides in the end. */
const nowMs = () => performance.timeOrigin + performance.now()

/** Takes the counts of this process to the database, now and then and at the end. */
export class RequestWriter {
  readonly counts = new RequestCounts()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isWaiting = false

  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), flushEveryMs).unref()
  }

  /** Ends after a last flush; what the database does not take then is lost. Never rejects. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#running
    await this.flush()
  }

  /** Writes what waits. What cannot be written waits for the next time, in bounded memory. Never rejects. */
  flush(): Promise<void> {
    this.#running ??= this.#flush().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #flush(): Promise<void> {
    if (this.counts.size === 0) return
    const taken = this.counts.take()
    try {
      await writeMinutes(instanceId(), nowMs(), taken)
    } catch (error) {
      this.counts.restore(taken)
      // Once per absence: the database's own lines tell the rest.
      if (!this.#isWaiting) logger.warn('REQUEST_COUNTS_WAIT', { code: classifyDbError(error)?.logCode, error })
      this.#isWaiting = true
      return
    }
    if (this.#isWaiting) logger.info('REQUEST_COUNTS_WRITTEN', { dropped: this.counts.dropped })
    this.#isWaiting = false
  }
}

/** The one of this process. */
export const getRequestWriter = (): RequestWriter => processSingleton('metrics.requests', () => new RequestWriter())

/**
 * Counts a request that has ended, for the database and for Prometheus. Costs well below a microsecond and asks nobody.
 * Without `durationMs` (a stream) it is part of no percentile.
 */
export function recordRequest(ended: EndedRequest): void {
  const atMs = nowMs()
  getRequestWriter().counts.record(atMs, ended.method, ended.route, ended.status, ended.durationMs)
  getRequestTotals().record(atMs, ended)
}
