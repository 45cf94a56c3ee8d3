import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { AuditAction, logSuccess } from '../lib/audit'
import { useDatabase } from '../lib/testing/database'
import { openSentry } from '../lib/testing/receivers/sentry'

const db = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-worker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = resolve(import.meta.dirname, 'daybook.ts')
/** An error that nothing catches, whenever the test wants one. */
const failing = `process.on('SIGUSR2', () => void Promise.reject(new Error('Nobody caught it')))`
const count = async (from: string) =>
  (await db.ownerQuery<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`))[0]?.n ?? 0

it('a worker seals and runs jobs, and when it is told to stop ends in order with what it has done', async () => {
  const sentry = await openSentry()
  const env = {
    ...process.env,
    SENTRY_DSN: sentry.dsn,
    DAYBOOK_RELEASE: 'release-of-worker',
    DAYBOOK_DATA_DIR: folder,
    DATABASE_URL: db.appUrl(),
    DATABASE_OWNER_URL: db.ownerUrl(),
    LOG_LEVEL: 'info',
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(failing)}`,
    // What the app is told is nothing to the command.
    WORKER: 'off',
  }
  const child = spawn(process.execPath, [program, 'worker'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let said = ''
  child.stdout.on('data', (piece) => {
    said += String(piece)
  })
  await logSuccess(AuditAction.LOGIN, 'An event')
  await expect.poll(() => count('"Job" WHERE "removedAt" IS NULL'), { timeout: 90_000 }).toBeGreaterThanOrEqual(4)
  await expect.poll(() => count('"AuditLeaf"'), { timeout: 30_000 }).toBeGreaterThan(0)
  await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() WHERE "name" = 'audit.partitions'`)
  await expect
    .poll(
      () => count(`"JobRun" WHERE "job" = 'audit.partitions' AND "status" = 'COMPLETED' AND "instanceId" IS NOT NULL`),
      { timeout: 30_000 },
    )
    .toBe(1)
  child.kill('SIGUSR2')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  // What went wrong at the very end leaves too, from a worker as from the app.
  expect(sentry.items('event').map(({ payload }) => payload)).toMatchObject([
    { release: 'release-of-worker', exception: { values: [{ value: 'Nobody caught it' }] } },
  ])
  await sentry.close()

  const order = [
    'SHUTDOWN_SIGNAL',
    'SHUTDOWN_READY_OFF',
    'SHUTDOWN_HTTP_DRAINED',
    'SHUTDOWN_JOBS_DRAINED',
    'SHUTDOWN_AUDIT_FLUSHED',
    'SHUTDOWN_DB_CLOSED',
    'SHUTDOWN_COMPLETE',
  ]
  // By their times: pino writes in the background, and the line under way at the exit may come after those flushed then.
  const at = new Map(
    said.split('\n').flatMap((line) => {
      const [, time, message] = /"timestamp":"([^"]+)".*"message":"(SHUTDOWN_\w+)"/.exec(line) ?? []
      return time && message ? [[message, time] as const] : []
    }),
  )
  const times = order.map((message) => at.get(message) ?? `${message} is missing`)
  expect(times).toEqual(times.toSorted())
  expect(at.size).toBe(order.length)
  const told = await db.ownerQuery<{ action: string; role: string; reason: string | null }>(
    `SELECT "action", "metadata"->>'role' AS "role", "metadata"->>'reason' AS "reason" FROM "AuditLog" WHERE "action" LIKE 'SYSTEM_%' ORDER BY "id"`,
  )
  expect(told).toEqual([
    { action: 'SYSTEM_STARTED', role: 'worker', reason: null },
    { action: 'SYSTEM_ERROR', role: null, reason: null },
    { action: 'SYSTEM_STOPPED', role: 'worker', reason: 'SIGTERM' },
  ])
  expect(await count('"Instance" WHERE "stoppedAt" IS NOT NULL')).toBe(1)
}, 180_000)

it('tells what it is for', async () => {
  const child = spawn(process.execPath, [program, 'worker', '--help'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (piece) => {
    said += String(piece)
  })
  expect(await once(child, 'close')).toEqual([0, null])
  expect(said).toContain('WORKER=off')
}, 60_000)
