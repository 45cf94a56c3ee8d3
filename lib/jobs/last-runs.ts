import { probe } from '../db'

/** How the newest runs of a job went. Times in seconds since 1970; null where there was none. */
export type LastRuns = { job: string; lastStart: number | null; lastSuccess: number | null; hasFailed: boolean }

const text = `
  SELECT j."name" AS job, extract(epoch FROM last."startedAt")::float8 AS "lastStart",
    (SELECT extract(epoch FROM "endedAt")::float8 FROM "JobRun"
      WHERE "job" = j."name" AND "status" = 'COMPLETED' ORDER BY "startedAt" DESC LIMIT 1) AS "lastSuccess",
    coalesce((SELECT "status" <> 'COMPLETED' FROM "JobRun"
      WHERE "job" = j."name" AND "isLast" ORDER BY "startedAt" DESC LIMIT 1), false) AS "hasFailed"
  FROM "Job" AS j LEFT JOIN LATERAL (
    SELECT "startedAt" FROM "JobRun" WHERE "job" = j."name" ORDER BY "startedAt" DESC LIMIT 1) AS last ON true
  WHERE j."removedAt" IS NULL ORDER BY 1`

/** Of every job there is, by whichever process ran it. Throws what the driver throws. */
export async function lastRuns(signal: AbortSignal): Promise<LastRuns[]> {
  return (await probe<LastRuns>(signal, { name: 'metrics-last-runs', text })).rows
}
