import { probe } from '../db'
import type { CheckResult, HealthCheck } from '../health/contract'

type Facts = { hasWorker: boolean; failed: string[]; overdue: string[] }

/** Seconds without a sign of life after which a process counts as gone; it gives one every ten. */
const aliveSeconds = 60

const text = `SELECT
  EXISTS (SELECT FROM "Instance" WHERE "role" IN ('app', 'worker') AND "stoppedAt" IS NULL
    AND "lastSeenAt" > clock_timestamp() - make_interval(secs => $1)) AS "hasWorker",
  ARRAY(SELECT "name" FROM "Job" j WHERE "removedAt" IS NULL AND "isCritical" AND (
    SELECT "status" FROM "JobRun" WHERE "job" = j."name" AND "isLast" ORDER BY "startedAt" DESC LIMIT 1) <> 'COMPLETED'
    ORDER BY 1) AS "failed",
  ARRAY(SELECT "name" FROM "Job" WHERE "removedAt" IS NULL AND "isCritical"
    AND "nextDueAt" + make_interval(secs => "graceSeconds") < clock_timestamp() ORDER BY 1) AS "overdue"`

/** Whether background work is done: by whichever process, so that any may be asked. */
export const checkJobs: HealthCheck = {
  name: 'jobs',
  whenLate: { status: 'degraded', message: 'What the jobs did could not be read in time' },
  async run(signal) {
    const { rows } = await probe<Facts>(signal, { name: 'health-jobs', text, values: [aliveSeconds] })
    return rateJobs(rows[0] ?? { hasWorker: false, failed: [], overdue: [] })
  },
}

/** Degraded when a critical job failed its last attempt or has not begun in its time; unknown while nobody would run any. */
export function rateJobs({ hasWorker, failed, overdue }: Facts): CheckResult {
  const counts = { failed: failed.length, overdue: overdue.length }
  if (!hasWorker)
    return { status: 'unknown', message: 'No process runs background work: WORKER is off everywhere', counts }
  if (failed.length > 0) return { status: 'degraded', message: `Failed for good: ${failed.join(', ')}`, counts }
  if (overdue.length > 0) return { status: 'degraded', message: `Did not begin in time: ${overdue.join(', ')}`, counts }
  return { status: 'healthy', counts }
}
