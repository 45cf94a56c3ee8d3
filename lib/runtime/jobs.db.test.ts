import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { Sealer } from '../audit/ledger/sealer'
import { systemContext } from '../context'
import { setEnv } from '../env'
import { type DefinedJob, JobRunner } from '../jobs'
import { checkJobs } from '../jobs/check-jobs'
import { logger } from '../logger'
import { useDatabase } from '../testing/database'
import { newMember } from '../testing/session'
import { recordJobFailure } from './job-runner'
import { jobs } from './jobs'

const db = useDatabase()
setEnv({ LOG_LEVEL: 'error' })

const ctx = systemContext('test')
const run = (name: string, now = new Date()) => {
  const job = jobs.find((one) => one.name === name)
  if (!job) throw new Error(`There is no job ${name}`)
  return job.run({ ctx, now, signal: new AbortController().signal })
}
const count = async (from: string) =>
  (await db.ownerQuery<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`))[0]?.n
const check = () => checkJobs.run(AbortSignal.timeout(2_000))

const runners: JobRunner[] = []
function start(list: readonly DefinedJob[]): JobRunner {
  const runner = new JobRunner({ jobs: list, recordFailure: recordJobFailure, lookEveryMs: 50, pollSeconds: 0.5 })
  runners.push(runner)
  runner.start()
  return runner
}
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()))
  vi.restoreAllMocks()
})
beforeAll(() => newMember('STAFF'))

it('every job has a name of its own, a sentence for people and a grace', () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
  for (const { name, description, graceSeconds } of jobs) {
    expect(description, name).toMatch(/^[A-Z].{20,}\.$/)
    expect(graceSeconds, name).toBeGreaterThanOrEqual(30)
  }
  expect(jobs.map(({ name, schedule }) => `${name} ${schedule}`)).toEqual(
    expect.arrayContaining([
      'audit.partitions 0 1 * * *',
      'audit.archive 0 2 * * *',
      'sessions.expire 0 4 * * *',
      'deliveries.prune 0 4 * * *',
    ]),
  )
})

it('partitions are made under a backlog of the sealer that never ends', async () => {
  const [ahead] = await db.ownerQuery<{ name: string }>(
    `SELECT 'AuditLog_' || to_char(now() AT TIME ZONE 'UTC' + interval '3 months', 'YYYY_MM') AS name`,
  )
  // Ids without rows, five thousand to a line.
  vi.spyOn(logger, 'error').mockImplementation(() => {})
  await db.ownerQuery(`DROP TABLE "${ahead?.name}";
    CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      INSERT INTO "AuditUnsealed" SELECT gen_random_uuid() FROM generate_series(1, 5000); RETURN NULL; END $$;
    CREATE TRIGGER more AFTER DELETE ON "AuditUnsealed" FOR EACH STATEMENT EXECUTE FUNCTION more();
    INSERT INTO "AuditUnsealed" SELECT gen_random_uuid() FROM generate_series(1, 5000)`)
  const sealer = new Sealer()
  sealer.start()
  try {
    start(jobs)
    await expect.poll(() => count('"Job"'), { timeout: 10_000 }).toBe(jobs.length)
    await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() WHERE "name" = 'audit.partitions'`)
    await expect.poll(() => count(`pg_class WHERE relname = '${ahead?.name}'`), { timeout: 10_000 }).toBe(1)
    await expect.poll(() => count(`"JobRun" WHERE "job" = 'audit.partitions' AND "status" = 'COMPLETED'`)).toBe(1)
    expect(await count('"AuditUnsealed"')).toBeGreaterThanOrEqual(5_000)
  } finally {
    await sealer.stop()
    await db.ownerQuery(`DROP FUNCTION more() CASCADE; TRUNCATE "AuditUnsealed"`)
  }
})

it('old rows are removed and young ones stay', async () => {
  await db.ownerQuery(`
    TRUNCATE "JobRun", "RequestMinute", "HealthSnapshot", "Instance";
    SELECT set_config('daybook.ctx', 'test', false);
    INSERT INTO "Delivery" ("id", "channelId", "kind", "message", "status", "nextAttemptAt", "createdAt", "finishedAt")
      SELECT (left(daybook_uuidv7_floor(now() - age)::text, 24) || right(gen_random_uuid()::text, 12))::uuid,
        gen_random_uuid(), 'firing', '{}', s, now(), now() - age, CASE WHEN s <> 'PENDING' THEN now() - age END
      FROM unnest(ARRAY['SENT', 'DEAD', 'CANCELLED', 'PENDING']) AS s, unnest(ARRAY[interval '91 days', interval '89 days']) AS age;
    INSERT INTO "IdempotencyKey" ("scope", "key", "requestHash", "createdAt") VALUES ('t', 'old', '', now() - interval '31 days'), ('t', 'young', '', now() - interval '29 days');
    INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "status")
      SELECT gen_random_uuid(), 'x', gen_random_uuid()::text, 1, 'schedule', now() - age, now() - age, now(), 'COMPLETED' FROM unnest(ARRAY[interval '91 days', interval '89 days']) AS age;
    INSERT INTO "RequestMinute" SELECT now() - age, gen_random_uuid(), 'GET', '/', 1, 0, 1, '{}' FROM unnest(ARRAY[interval '101 days', interval '99 days']) AS age;
    INSERT INTO "HealthSnapshot" ("at", "status", "responseMs", "checks") SELECT now() - age, 'healthy', 1, '{}' FROM unnest(ARRAY[interval '101 days', interval '99 days']) AS age;
    INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt") SELECT gen_random_uuid(), 'h', 1, 'app', '0', now() - age, now() - age FROM unnest(ARRAY[interval '101 days', interval '99 days']) AS age`)
  expect(await run('deliveries.prune')).toEqual({ deliveries: 3, idempotencyKeys: 1, jobRuns: 1, measurements: 3 })
  expect(await count('"Delivery"')).toBe(5)
  for (const table of ['IdempotencyKey', 'JobRun', 'RequestMinute', 'HealthSnapshot', 'Instance'])
    expect(await count(`"${table}"`), table).toBe(1)
  await db.ownerQuery('TRUNCATE "Instance", "JobRun"')
})

it('sessions that ended a month ago are removed, and nothing is told as changed past Daybook', async () => {
  const [session] = await db.ownerQuery<{ id: string }>('SELECT "id" FROM "Session" LIMIT 1')
  await db.ownerQuery(`SELECT set_config('daybook.ctx', 'test', false);
    INSERT INTO "Session" SELECT gen_random_uuid(), "userId", "createdAt", "lastSeenAt", now() - interval '31 days', NULL FROM "Session" WHERE "id" = '${session?.id}';
    INSERT INTO "Session" SELECT gen_random_uuid(), "userId", "createdAt", "lastSeenAt", now() + interval '1 day', now() - interval '31 days' FROM "Session" WHERE "id" = '${session?.id}';
    INSERT INTO "Session" SELECT gen_random_uuid(), "userId", "createdAt", "lastSeenAt", now() - interval '29 days', NULL FROM "Session" WHERE "id" = '${session?.id}'`)
  expect(await run('sessions.expire')).toEqual({ sessions: 2 })
  expect(await count('"Session"')).toBe(2)
  expect(await count(`"AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE'`)).toBe(0)
})

it('health knows whether anybody works, what failed for good and what is late', async () => {
  await db.ownerQuery('TRUNCATE "Instance", "JobRun"')
  expect(await check()).toMatchObject({ status: 'unknown' })
  await db.ownerQuery(
    `INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt") VALUES (gen_random_uuid(), 'h', 1, 'web', '0', now(), now())`,
  )
  expect(await check(), 'a process that only serves').toMatchObject({ status: 'unknown' })
  await db.ownerQuery(`UPDATE "Instance" SET "role" = 'worker'`)
  await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() + interval '1 h'`)
  expect(await check()).toMatchObject({ status: 'healthy' })
  await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() - interval '59 min' WHERE "name" = 'audit.archive'`)
  expect(await check(), 'late within its grace').toMatchObject({ status: 'healthy' })
  await db.ownerQuery(
    `UPDATE "Job" SET "nextDueAt" = now() - interval '61 min' WHERE "name" IN ('audit.archive', 'sessions.expire')`,
  )
  expect(await check(), 'only the critical one counts').toMatchObject({
    status: 'degraded',
    message: 'Did not begin in time: audit.archive',
  })
  const add = (status: string, isLast: boolean, minutesAgo: number) =>
    db.ownerQuery(
      `INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "status", "isLast")
      VALUES (gen_random_uuid(), 'audit.partitions', gen_random_uuid()::text, 1, 'schedule', now(), now() - make_interval(mins => $3), now(), $1, $2)`,
      [status, isLast, minutesAgo],
    )
  await add('FAILED', true, 30)
  await add('FAILED', false, 20)
  expect(await check()).toMatchObject({ status: 'degraded', message: 'Failed for good: audit.partitions' })
  await add('COMPLETED', true, 10)
  await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() + interval '1 h'`)
  expect(await check()).toMatchObject({ status: 'healthy' })
  await db.ownerQuery(`UPDATE "Instance" SET "lastSeenAt" = now() - interval '61 s'`)
  expect(await check(), 'a process that is silent').toMatchObject({ status: 'unknown' })
})

it('a job that fails for good is an event in the trail, with the job as its actor', async () => {
  vi.spyOn(logger, 'error').mockImplementation(() => {})
  vi.spyOn(logger, 'warn').mockImplementation(() => {})
  const [job] = jobs
  if (!job) throw new Error('There is no job')
  start([{ ...job, retries: 0, run: async () => Promise.reject(new Error('No room')) }])
  await expect.poll(() => count(`"Job" WHERE "removedAt" IS NULL`), { timeout: 10_000 }).toBe(1)
  await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() - interval '1 s' WHERE "name" = '${job.name}'`)
  await expect
    .poll(
      () =>
        db.ownerQuery(
          `SELECT "severity", "actorType", "entityType", "entityId", "errorMessage", "description" FROM "AuditLog" WHERE "action" = 'JOB_FAILED'`,
        ),
      { timeout: 10_000 },
    )
    .toMatchObject([
      {
        severity: 'ERROR',
        actorType: 'job',
        entityType: 'Job',
        entityId: job.name,
        errorMessage: 'No room',
        description: `The job ${job.name} failed: No room`,
      },
    ])
})
