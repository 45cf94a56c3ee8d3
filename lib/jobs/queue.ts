import { PgBoss } from 'pg-boss'
import { secondMs } from '../clock'
import { getPool, queueSchema } from '../db'
import { logger } from '../logger'
import type { DefinedJob } from './define-job'

/**
 * Attempts beyond the job's own retries: for those that ended because a process did, which is no failure of the job. Limited,
 * because a job that brings down every process that runs it must come to an end.
 */
const spareAttempts = 5
/** A process that is silent for so long has lost the attempt. */
const heartbeatSeconds = 20
/** For an attempt that does not end when its time is over. */
const overtimeSeconds = 30
const day = 24 * 60 * 60

/**
 * The queue (pg-boss) on the pool of this process. Its tables are made by the migrations, as the owner. With `superviseSeconds` it
 * looks so often for attempts that are silent, and once a day for old rows.
 */
export function makeQueue({ superviseSeconds }: { superviseSeconds?: number }): PgBoss {
  const queue = new PgBoss({
    db: { executeSql: (text, values) => getPool().query(text, values) },
    schema: queueSchema,
    migrate: false,
    // Our own slots take their time from the database's clock and survive a change of a host's.
    schedule: false,
    supervise: superviseSeconds !== undefined,
    superviseIntervalSeconds: superviseSeconds ?? day,
    monitorIntervalSeconds: superviseSeconds ?? day,
    maintenanceIntervalSeconds: day,
    reindex: false,
    monitorVacuum: false,
  })
  const tell = seldom((fields: Record<string, unknown>) => logger.warn('JOB_QUEUE_TROUBLE', fields))
  queue.on('error', (error) => tell({ error }))
  queue.on('warning', (warning) => tell({ warning: warning.message }))
  return queue
}

/** Each of its workers says every few seconds that the database is away, which need not be told so often. */
function seldom<T>(act: (value: T) => void): (value: T) => void {
  let silentUntilMs = 0
  return (value) => {
    if (performance.now() < silentUntilMs) return
    silentUntilMs = performance.now() + 10 * secondMs
    act(value)
  }
}

/** One row of the queue's table per job: at most one order of it waits or runs at a time, whoever placed it. */
export async function ensureQueueOf(queue: PgBoss, job: DefinedJob): Promise<void> {
  const options = {
    retryLimit: job.retries + spareAttempts,
    retryDelay: job.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: Math.max(job.retryDelaySeconds, 60 * 60),
    expireInSeconds: Math.min(job.timeLimitSeconds + overtimeSeconds, day - 1),
    heartbeatSeconds,
    retentionSeconds: 14 * day,
    deleteAfterSeconds: 7 * day,
  }
  await queue.createQueue(job.name, { policy: 'exclusive', ...options })
  await queue.updateQueue(job.name, options)
}
