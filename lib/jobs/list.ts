import { getDb } from '../db'
import type { Job, JobList } from './contract'
import { type JobRunRow, runView } from './run-view'
import { scheduleText } from './schedule'

type Order = { name: string; status: Job['history'][number]['status']; durationMs: number | null; at: Date }

/** Every job of the running version, with its last run, the last ten orders and the next time. */
export async function listJobs(): Promise<JobList> {
  const db = getDb()
  const [jobs, orders, last, running, successes, overdue] = await Promise.all([
    db.job.findMany({ where: { removedAt: null }, orderBy: { name: 'asc' } }),
    lastOrders(),
    db.$queryRaw<JobRunRow[]>`
      SELECT r.* FROM "Job" j CROSS JOIN LATERAL
        (SELECT * FROM "JobRun" WHERE "job" = j."name" ORDER BY "startedAt" DESC LIMIT 1) r WHERE j."removedAt" IS NULL`,
    db.$queryRaw<{ job: string }[]>`SELECT DISTINCT "job" FROM "JobRun" WHERE "status" = 'RUNNING'`,
    db.$queryRaw<{ job: string; endedAt: Date }[]>`
      SELECT r."job", r."endedAt" FROM "Job" j CROSS JOIN LATERAL (SELECT "job", "endedAt" FROM "JobRun"
        WHERE "job" = j."name" AND "status" = 'COMPLETED' ORDER BY "startedAt" DESC LIMIT 1) r WHERE j."removedAt" IS NULL`,
    db.$queryRaw<{ name: string }[]>`
      SELECT "name" FROM "Job" WHERE "nextDueAt" + make_interval(secs => "graceSeconds") < clock_timestamp()`,
  ])
  return {
    items: jobs.map(({ name, description, schedule, nextDueAt }) => {
      const lastRun = last.find(({ job }) => job === name)
      return {
        name,
        description,
        schedule,
        scheduleText: scheduleText(schedule),
        nextDueAt: nextDueAt?.toISOString() ?? null,
        isRunning: running.some(({ job }) => job === name),
        isOverdue: overdue.some((late) => late.name === name),
        lastRun: lastRun ? runView(lastRun) : null,
        lastSuccessAt: successes.find(({ job }) => job === name)?.endedAt.toISOString() ?? null,
        history: orders
          .filter((order) => order.name === name)
          .map(({ status, durationMs, at }) => ({ status, durationMs, at: at.toISOString() })),
      }
    }),
    nextCursor: null,
  }
}

/** Of each order the last attempt; the last ten orders of each job, oldest first. */
function lastOrders(): Promise<Order[]> {
  return getDb().$queryRaw<Order[]>`
    SELECT j."name", o."status", o."durationMs", o."startedAt" AS "at" FROM "Job" j CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT DISTINCT ON (r."orderId") r."status", r."durationMs", r."startedAt"
        FROM (SELECT * FROM "JobRun" WHERE "job" = j."name" ORDER BY "startedAt" DESC LIMIT 80) r
        ORDER BY r."orderId", r."attempt" DESC) each ORDER BY "startedAt" DESC LIMIT 10) o
    WHERE j."removedAt" IS NULL ORDER BY o."startedAt"`
}
