import { bucketCount, bucketOf } from '../metrics/buckets'
import type { TestDatabase } from './database'

/** Requests of one minute as a row of "RequestMinute", of an instance of its own unless one is named. */
export type RequestsOfMinute = { at: Date; requests: number; errors?: number; ms?: number; instanceId?: string }

/** Puts requests into the minutes as processes of Daybook would have: under their route and in the minute's sum. */
export async function haveRequests(database: TestDatabase, minutes: readonly RequestsOfMinute[]): Promise<void> {
  const rows = minutes.map(({ at, requests, errors = 0, ms = 10, instanceId = null }) => {
    const buckets = Array.from({ length: bucketCount }, (_, index) => (index === bucketOf(ms) ? requests : 0))
    return { at, requests, errors, totalMs: requests * ms, instanceId, buckets: `{${buckets.join(',')}}` }
  })
  await database.ownerQuery(
    `WITH given AS (
       SELECT date_trunc('minute', "at") AS "at", coalesce("instanceId", gen_random_uuid()) AS "id", "requests", "errors",
         "totalMs", "buckets"::int[] AS "buckets"
       FROM jsonb_to_recordset($1::jsonb) AS r("at" timestamptz, "instanceId" uuid, "requests" int, "errors" int,
         "totalMs" int, "buckets" text)
     ), totals AS (
       INSERT INTO "RequestTotal" SELECT "at", "id", "requests", "errors", "buckets" FROM given
     )
     INSERT INTO "RequestMinute" SELECT "at", "id", 'GET', '/api/leads', "requests", "errors", "totalMs", "buckets" FROM given`,
    [JSON.stringify(rows)],
  )
}

/** A row of "HealthSnapshot", in place of one that the minute has. */
export async function haveSnapshot(
  database: TestDatabase,
  snapshot: { at: Date; databaseMs?: number | null; diskPercent?: number | null; checks?: object },
): Promise<void> {
  const { at, databaseMs = 2, diskPercent = 40, checks = {} } = snapshot
  await database.ownerQuery(
    `INSERT INTO "HealthSnapshot" ("at", "status", "responseMs", "databaseMs", "diskPercent", "checks")
     VALUES (date_trunc('minute', $1::timestamptz), 'healthy', 5, $2, $3, $4)
     ON CONFLICT ("at") DO UPDATE SET "databaseMs" = $2, "diskPercent" = $3, "checks" = $4`,
    [at, databaseMs, diskPercent, JSON.stringify(checks)],
  )
}

/** A process that started when nobody had been there for so long; null when another was. */
export async function haveStart(database: TestDatabase, at: Date, silentSeconds: number | null): Promise<void> {
  await database.ownerQuery(
    `INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt", "silentSeconds")
     VALUES (gen_random_uuid(), 'host', 1, 'app', '1', $1, $1, $2)`,
    [at, silentSeconds],
  )
}

/** A snapshot of every minute from one instant up to (and without) another, all with one status. */
export async function haveHealth(
  database: TestDatabase,
  { from, to, status = 'healthy' }: { from: Date; to: Date; status?: 'healthy' | 'degraded' | 'unhealthy' },
): Promise<void> {
  await database.ownerQuery(
    `INSERT INTO "HealthSnapshot" ("at", "status", "responseMs", "databaseMs", "diskPercent", "checks")
     SELECT m, $3, 5, 2, 40, '{}' FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 minute', '1 minute') AS m
     ON CONFLICT ("at") DO UPDATE SET "status" = $3`,
    [from, to, status],
  )
}
