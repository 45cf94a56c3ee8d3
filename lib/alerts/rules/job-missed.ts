import { z } from 'zod'
import { secondMs } from '../../clock'
import type { Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule, type Finding } from './rule'
import { spanOf } from './wording'

export const jobMissed = conditionRule({
  name: 'job-missed',
  title: 'Job did not run',
  description: 'A background job did not start within its time of grace.',
  severity: 'critical',
  settings: z.strictObject({}),
  async evaluate(tx, { now }) {
    const missed = await missedJobs(tx, now)
    return missed.map(
      ({ job, dueAt, graceSeconds }): Finding => ({
        source: 'daybook',
        subject: job,
        sentence: `The job ${job} should have started ${spanOf(now.getTime() - dueAt.getTime())} ago and did not.`,
        facts: [{ name: 'Due', value: dueAt.toISOString() }],
        firstAt: new Date(dueAt.getTime() + graceSeconds * secondMs),
        lastAt: now,
      }),
    )
  },
  async history(tx, { from, to }) {
    return momentsOf(await missedTimes(tx, { from, to }), { from, to })
  },
})

type MissedJob = { job: string; dueAt: Date; graceSeconds: number }

function missedJobs(tx: Tx, now: Date): Promise<MissedJob[]> {
  return tx.$queryRaw<MissedJob[]>`
    SELECT "name" AS job, "nextDueAt" AS "dueAt", "graceSeconds" FROM "Job" AS j
    WHERE "isCritical" AND "removedAt" IS NULL AND "nextDueAt" + make_interval(secs => "graceSeconds") < ${now}::timestamptz
      AND NOT EXISTS (SELECT FROM "JobRun" AS r WHERE r."job" = j."name" AND r."dueAt" >= j."nextDueAt"
        AND r."trigger" <> 'person' AND r."startedAt" >= j."nextDueAt" AND r."startedAt" <= ${now}::timestamptz)
    ORDER BY "name"`
}

/** Runs that began too late, from the end of their grace on, and what is missed right now. */
function missedTimes(tx: Tx, range: { from: Date; to: Date }): Promise<Stretch[]> {
  return tx.$queryRaw<Stretch[]>`
    SELECT 'daybook' AS "source", r."job" AS subject, r."dueAt" + make_interval(secs => j."graceSeconds") AS "from", r."startedAt" AS "until"
    FROM "Job" AS j JOIN "JobRun" AS r ON r."job" = j."name"
    WHERE j."isCritical" AND j."removedAt" IS NULL AND r."trigger" = 'schedule' AND r."attempt" = 1
      AND r."startedAt" BETWEEN ${range.from}::timestamptz AND ${range.to}::timestamptz
      AND r."startedAt" > r."dueAt" + make_interval(secs => j."graceSeconds")
    UNION ALL
    SELECT 'daybook', "name", "nextDueAt" + make_interval(secs => "graceSeconds"), ${range.to}::timestamptz FROM "Job" AS j
    WHERE "isCritical" AND "removedAt" IS NULL AND "nextDueAt" + make_interval(secs => "graceSeconds") < ${range.to}::timestamptz
      AND NOT EXISTS (SELECT FROM "JobRun" AS r WHERE r."job" = j."name" AND r."dueAt" >= j."nextDueAt"
        AND r."trigger" <> 'person' AND r."startedAt" >= j."nextDueAt")`
}
