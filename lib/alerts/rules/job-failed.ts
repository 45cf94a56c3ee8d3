import { z } from 'zod'
import type { Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule, type Finding } from './rule'
import { asSentence } from './wording'

export const jobFailed = conditionRule({
  name: 'job-failed',
  title: 'Job failed',
  description: 'A background job failed its last retry and has not succeeded since.',
  severity: 'critical',
  settings: z.strictObject({}),
  async evaluate(tx, { now }) {
    const failed = await failedJobs(tx, now)
    return failed.map(
      ({ job, attempt, endedAt, error }): Finding => ({
        source: 'daybook',
        subject: job,
        sentence: `The job ${job} failed${attempt > 1 ? ` ${attempt} times in a row` : ''}${error ? `: ${asSentence(error)}` : '.'}`,
        facts: [{ name: 'Attempts', value: String(attempt) }],
        firstAt: endedAt,
        lastAt: now,
      }),
    )
  },
  async history(tx, { from, to }) {
    return momentsOf(await failedTimes(tx, { from, to }), { from, to })
  },
})

type FailedJob = { job: string; attempt: number; endedAt: Date; error: string | null }

/** Jobs whose last finished order came to nothing. One that runs again is not well again before it is done. */
function failedJobs(tx: Tx, now: Date): Promise<FailedJob[]> {
  return tx.$queryRaw<FailedJob[]>`
    SELECT j."name" AS job, r."attempt", r."endedAt", left(r."error", 300) AS error
    FROM "Job" AS j CROSS JOIN LATERAL (
      SELECT * FROM "JobRun" WHERE "job" = j."name" AND "startedAt" <= ${now}::timestamptz AND "endedAt" <= ${now}::timestamptz
        AND ("status" = 'COMPLETED' OR ("status" IN ('FAILED', 'ABANDONED') AND "isLast"))
      ORDER BY "startedAt" DESC LIMIT 1
    ) AS r
    WHERE j."isCritical" AND j."removedAt" IS NULL AND r."status" <> 'COMPLETED' ORDER BY j."name"`
}

function failedTimes(tx: Tx, range: { from: Date; to: Date }): Promise<Stretch[]> {
  return tx.$queryRaw<Stretch[]>`
    WITH ended AS (
      SELECT r."job", r."status", r."endedAt", lead(r."endedAt") OVER (PARTITION BY r."job" ORDER BY r."startedAt") AS next
      FROM "Job" AS j JOIN "JobRun" AS r ON r."job" = j."name"
      WHERE j."isCritical" AND j."removedAt" IS NULL AND r."endedAt" <= ${range.to}::timestamptz
        AND r."startedAt" >= ${range.from}::timestamptz - interval '7 days'
        AND (r."status" = 'COMPLETED' OR (r."status" IN ('FAILED', 'ABANDONED') AND r."isLast"))
    )
    SELECT 'daybook' AS "source", "job" AS subject, "endedAt" AS "from", coalesce(next, ${range.to}::timestamptz) AS "until"
    FROM ended WHERE "status" <> 'COMPLETED' ORDER BY "endedAt"`
}
