import { setTimeout as sleep } from 'node:timers/promises'
import { runInContext, systemContext } from '../context'
import { getPool } from '../db'
import { logger } from '../logger'
import { type Attempt, type Begun, beginRun, isCompleted, takenOver } from './begin-run'
import type { DefinedJob } from './define-job'
import { finishRun, type Outcome, type RecordFailure } from './finish-run'
import { warmUp } from './warm-up'

/** What the queue is told: done, try again, or never again. */
export type Settlement = 'completed' | 'failed' | 'deadletter'

export type AttemptOptions = {
  /** Fires when this process is told to stop. */
  shutdown: AbortSignal
  /** Fires when the queue gives the attempt to somebody else. */
  claim: AbortSignal
  /** Whether the queue would hand out another attempt after this one. */
  mayFollow: boolean
  correlationId: string | null
  recordFailure: RecordFailure
}

const heartbeatMs = 5_000
/** How long a job may take to end once it was told to. */
const graceMs = 4_000

/** Why a job was told to end. */
class Ended extends Error {
  readonly why: 'stopped' | 'taken' | 'late'
  constructor(why: 'stopped' | 'taken' | 'late', message: string) {
    super(message)
    this.name = 'Ended'
    this.why = why
  }
}

/**
 * Runs one attempt of a job: warm-up, fence, the job itself under its own context, then the outcome, if the attempt is still this
 * process's. Throws only when the database does not take the outcome; the queue then gives the order to another.
 */
export async function runAttempt(job: DefinedJob, attempt: Attempt, options: AttemptOptions): Promise<Settlement> {
  const ctx = systemContext(job.name, {
    actor: { type: 'job', name: job.name },
    correlationId: options.correlationId ?? attempt.orderId,
  })
  return runInContext(ctx, async () => {
    await warmUp(job.name, attempt.attempt, options.shutdown)
    const begun = await beginRun(ctx, attempt)
    if (!begun) {
      logger.warn('JOB_REFUSED', { job: job.name, attempt: attempt.attempt, orderId: attempt.orderId })
      return (await isCompleted(ctx, job.name, attempt.orderId)) ? 'completed' : 'failed'
    }
    const fields = { job: job.name, attempt: attempt.attempt, orderId: attempt.orderId }
    logger.info('JOB_START', fields)
    const startedMs = performance.now()
    const outcome = await perform(job, begun, { ...options, ctx })
    const durationMs = Math.round(performance.now() - startedMs)
    const run = { ...attempt, runId: begun.runId, durationMs }
    const finished = await finishRun(ctx, run, outcome, { ...options, retries: job.retries })
    tell(outcome, { ...fields, durationMs }, finished)
    if (!finished) return 'failed'
    if (outcome.status === 'COMPLETED') return 'completed'
    return finished.isLast ? 'deadletter' : 'failed'
  })
}

function tell(outcome: Outcome, fields: Record<string, unknown>, finished: { isLast: boolean } | undefined): void {
  if (!finished) logger.warn('JOB_FAIL', { ...fields, error: new Ended('taken', takenOver) })
  else if (outcome.status === 'COMPLETED') logger.info('JOB_COMPLETE', { ...fields, result: outcome.result })
  else logger[finished.isLast ? 'error' : 'warn']('JOB_FAIL', { ...fields, ...finished, error: outcome.error })
}

type Performing = AttemptOptions & { ctx: ReturnType<typeof systemContext> }

/** The job itself, which is told to end when its time is over, when another has taken over, or at shutdown. */
async function perform(job: DefinedJob, begun: Begun, { ctx, shutdown, claim }: Performing): Promise<Outcome> {
  const end = new AbortController()
  const whenStopped = () => end.abort(new Ended('stopped', 'Daybook was stopped while the job ran.'))
  const whenTaken = () => end.abort(new Ended('taken', takenOver))
  const whenLate = () => end.abort(new Ended('late', `The job took longer than its ${job.timeLimitSeconds} s.`))
  if (shutdown.aborted) whenStopped()
  shutdown.addEventListener('abort', whenStopped)
  claim.addEventListener('abort', whenTaken)
  const limit = setTimeout(whenLate, job.timeLimitSeconds * 1_000).unref()
  const beat = setInterval(() => void keepAlive(begun.runId, whenTaken), heartbeatMs).unref()
  try {
    const run = job.run({ ctx, signal: end.signal, now: begun.startedAt })
    const result = await Promise.race([run, afterGrace(end.signal)])
    end.signal.throwIfAborted()
    return { status: 'COMPLETED', result: result ?? undefined }
  } catch (error) {
    const reason: unknown = end.signal.aborted ? end.signal.reason : undefined
    // One that failed by itself says more than that it was told to end.
    const isStopped = reason instanceof Ended && reason.why === 'stopped'
    return isStopped ? { status: 'ABANDONED', error: reason } : { status: 'FAILED', error: reason ?? error }
  } finally {
    clearTimeout(limit)
    clearInterval(beat)
    shutdown.removeEventListener('abort', whenStopped)
    claim.removeEventListener('abort', whenTaken)
  }
}

/** Rejects some seconds after the signal: a job that ignores it must not keep the process, or the order, for ever. */
async function afterGrace(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })
  await sleep(graceMs, undefined, { ref: false })
  throw signal.reason
}

/** A sign of life on the attempt's row. Without the row there is nothing to go on for. */
async function keepAlive(runId: string, whenTaken: () => void): Promise<void> {
  try {
    const { rowCount } = await getPool().query({
      name: 'jobs-keep-alive',
      text: `UPDATE "JobRun" SET "heartbeatAt" = clock_timestamp() WHERE "id" = $1 AND "status" = 'RUNNING'`,
      values: [runId],
    })
    if (rowCount === 0) whenTaken()
  } catch (error) {
    // Says nothing about the attempt; the queue decides by its own heartbeat.
    logger.debug('JOB_KEEP_ALIVE', { error })
  }
}
