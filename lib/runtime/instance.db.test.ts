import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setEnv } from '../env'
import { useDatabase } from '../testing/database'
import { drain } from './drain'
import { Instance, startInstance } from './instance'

const db = useDatabase()
setEnv({ LOG_LEVEL: 'error' })

type Row = { role: string; silentSeconds: number | null; isStopped: boolean; age: number }
const rows = () =>
  db.ownerQuery<Row>(`SELECT "role", "silentSeconds", "stoppedAt" IS NOT NULL AS "isStopped",
    extract(epoch FROM now() - "lastSeenAt")::int AS "age" FROM "Instance" ORDER BY "startedAt"`)
const events = (action: string) =>
  db.ownerQuery<{ metadata: Record<string, unknown> }>(
    `SELECT "metadata" FROM "AuditLog" WHERE "action" = $1 ORDER BY "id"`,
    [action],
  )

let started: Instance[] = []
async function start(): Promise<Instance> {
  const before = (await events('SYSTEM_STARTED')).length
  const instance = new Instance('app')
  started.push(instance)
  instance.start()
  await expect.poll(async () => (await events('SYSTEM_STARTED')).length, { timeout: 10_000 }).toBe(before + 1)
  return instance
}
beforeEach(() => db.ownerQuery('TRUNCATE "Instance"'))
afterEach(async () => {
  await Promise.all(started.splice(0).map((instance) => instance.stop('test')))
  started = []
  vi.useRealTimers()
})

it('a first start knows of no silence before it; its start and its end are events', async () => {
  const instance = await start()
  await instance.stop('SIGTERM')
  await instance.stop('SIGTERM')
  expect(await rows()).toMatchObject([{ role: 'app', silentSeconds: null, isStopped: true }])
  expect((await events('SYSTEM_STARTED')).at(-1)?.metadata).toMatchObject({
    release: expect.any(String),
    host: expect.any(String),
    role: 'app',
    silentSeconds: null,
    startMs: expect.any(Number),
  })
  expect(await events('SYSTEM_STOPPED')).toMatchObject([
    { metadata: { reason: 'SIGTERM', uptimeSeconds: expect.any(Number), unhandledErrors: 0 } },
  ])
})

it.each([
  ['110 seconds', null],
  ['121 seconds', 121],
  ['3 hours', 10_800],
])('nobody there for %s: told as %s seconds of silence', async (ago, silentSeconds) => {
  await db.ownerQuery(
    `INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt")
    VALUES (gen_random_uuid(), 'old', 1, 'app', '0', now() - interval '1 day', now() - $1::interval)`,
    [ago],
  )
  await start()
  const told = (await rows()).at(-1)?.silentSeconds
  if (silentSeconds === null) expect(told).toBeNull()
  // The start itself takes its time.
  else expect(silentSeconds <= (told ?? 0) && (told ?? 0) <= silentSeconds + 15).toBe(true)
  expect((await events('SYSTEM_STARTED')).at(-1)?.metadata).toMatchObject({ silentSeconds: told })
})

it('of two that come back at the same moment one tells the silence', async () => {
  await db.ownerQuery(`INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt")
    VALUES (gen_random_uuid(), 'old', 1, 'app', '0', now() - interval '1 day', now() - interval '1 hour')`)
  const two = [new Instance('app'), new Instance('worker')]
  started.push(...two)
  for (const instance of two) instance.start()
  await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(3)
  expect((await rows()).filter(({ silentSeconds }) => silentSeconds !== null)).toHaveLength(1)
})

it('gives a sign of life every ten seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const instance = new Instance('app')
  started.push(instance)
  instance.start()
  await vi.waitFor(async () => expect(await rows()).toHaveLength(1))
  await vi.waitFor(async () => expect(vi.getTimerCount()).toBeGreaterThan(0))
  await db.ownerQuery(`UPDATE "Instance" SET "lastSeenAt" = now() - interval '1 hour'`)
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()
  await expect.poll(async () => (await rows())[0]?.age).toBeLessThan(5)
})

it('its end is durable before the pool closes, after the jobs have been drained', async () => {
  startInstance('app')
  await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(1)
  await drain(undefined, 'SIGTERM', async () => {})
  expect((await events('SYSTEM_STOPPED')).at(-1)?.metadata).toMatchObject({ reason: 'SIGTERM' })
  expect(await rows()).toMatchObject([{ isStopped: true }])
})
