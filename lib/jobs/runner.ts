import { setTimeout as sleep } from 'node:timers/promises'
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { systemContext } from '../context'
import { classifyDbError } from '../db'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import { closeAbandoned } from './close-abandoned'
import type { DefinedJob } from './define-job'
import type { RecordFailure } from './finish-run'
import type { Order } from './order'
import { placeDueOrders } from './place-orders'
import { ensureQueueOf, makeQueue } from './queue'
import { registerJobs } from './register'
import { runAttempt } from './run-attempt'

export type RunnerOptions = {
  jobs: readonly DefinedJob[]
  /** The row of this process in "Instance", if it has one. */
  instanceId?: string | null
  /** Keeps the record of a job that will not be tried again, in the commit that says so. */
  recordFailure: RecordFailure
  /** How often it is looked whether a slot is due, in ms. Default: 2 s. */
  lookEveryMs?: number
  /** How often the queue is asked for what another process ordered, in seconds. Default: 5. */
  pollSeconds?: number
  /** How often the queue looks for attempts whose process is silent, in seconds. Default: 10. */
  superviseSeconds?: number
}

const againMs = 5_000
/** How long the jobs under way may take to end at shutdown. */
const drainMs = 5_000

/** What a process calls when it has ordered a job, so that a runner beside it need not wait for its next look. */
const wakers = () => processSingleton('jobs.wakers', () => new Set<(job: string) => void>())

/** Wakes the runner of this process, if there is one. */
export function wake(job: string): void {
  for (const waker of wakers()) waker(job)
}

/**
 * Runs the jobs that are due, together with any number of runners in other processes: the queue gives each order to one of them,
 * and takes it away from one that falls silent.
 */
export class JobRunner {
  readonly #options: Required<RunnerOptions>
  readonly #workers = new Map<string, string>()
  #queue: PgBoss | undefined
  #stop = new AbortController()
  #run: Promise<void> | undefined

  constructor(options: RunnerOptions) {
    this.#options = { instanceId: null, lookEveryMs: 2_000, pollSeconds: 5, superviseSeconds: 10, ...options }
  }

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    wakers().add(this.#wake)
    this.#run = this.#loop(this.#stop.signal)
  }

  /** Takes no more orders, tells the jobs under way to end, and gives those that do not within 5 s to other processes. */
  async stop(): Promise<void> {
    this.#stop.abort()
    wakers().delete(this.#wake)
    await this.#run
    this.#run = undefined
    const queue = this.#queue
    this.#queue = undefined
    if (!queue) return
    const ends = [...this.#workers.keys()].map((name) => queue.offWork(name, { wait: true }))
    await Promise.race([Promise.allSettled(ends), sleep(drainMs, undefined, { ref: false })])
    // Whatever is still under way is failed in the queue, so that another process can begin it at once.
    await queue.stop({ close: false, graceful: false })
    this.#workers.clear()
  }

  readonly #wake = (job: string): void => {
    const worker = this.#workers.get(job)
    if (worker) this.#queue?.notifyWorker(worker)
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await this.#look(signal).then(
        () => this.#options.lookEveryMs,
        (error: unknown) => {
          logger.warn('JOBS_WAIT', { code: classifyDbError(error)?.logCode, error })
          return againMs
        },
      )
      // Ended early by stop, which is no failure.
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    this.#queue ??= await this.#open(signal)
    for (const job of await placeDueOrders(this.#queue, this.#options.jobs)) this.#wake(job)
    await closeAbandoned(this.#options.recordFailure)
  }

  async #open(signal: AbortSignal): Promise<PgBoss> {
    const { jobs, pollSeconds, superviseSeconds } = this.#options
    const queue = makeQueue({ superviseSeconds })
    try {
      await queue.start()
      for (const job of jobs) await ensureQueueOf(queue, job)
      await registerJobs(systemContext('jobs'), jobs)
      for (const job of jobs) {
        const work = { includeMetadata: true, perJobResults: true, pollingIntervalSeconds: pollSeconds } as const
        const worker = await queue.work<Order, void, typeof work>(job.name, work, (claimed) =>
          this.#runClaimed(job, claimed, signal),
        )
        this.#workers.set(job.name, worker)
      }
      return queue
    } catch (error) {
      this.#workers.clear()
      await queue.stop({ close: false, graceful: false })
      throw error
    }
  }

  async #runClaimed(job: DefinedJob, claimed: JobWithMetadata<Order>[], shutdown: AbortSignal) {
    const { instanceId, recordFailure } = this.#options
    return Promise.all(
      claimed.map(async ({ id, data, retryCount, retryLimit, signal }) => {
        const { trigger, byName, correlationId } = data
        const attempt = {
          job: job.name,
          orderId: id,
          attempt: retryCount + 1,
          trigger,
          dueAt: new Date(data.dueAt),
          byName,
        }
        const status = await runAttempt(
          job,
          { ...attempt, instanceId },
          { shutdown, claim: signal, mayFollow: retryCount < retryLimit, correlationId, recordFailure },
        )
        return { id, status }
      }),
    )
  }
}
