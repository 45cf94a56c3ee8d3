import { beforeAll, expect, it, vi } from 'vitest'
import { setEnv } from '@/lib/env'
import { defineJob, JobRunner } from '@/lib/jobs'
import { JobList, JobOrder, JobRunPage } from '@/lib/jobs/contract'
import { useDatabase } from '@/lib/testing/database'
import { newMember } from '@/lib/testing/session'
import * as run from './[name]/run/route'
import * as runs from './[name]/runs/route'
import * as list from './route'

const db = useDatabase()
setEnv({ LOG_LEVEL: 'error' })
let cookie = ''
const gate = Promise.withResolvers<void>()

beforeAll(async () => {
  cookie = (await newMember('FOUNDER')).cookie
  const job = defineJob({
    name: 'test.work',
    description: 'Waits until it is let go.',
    schedule: '30 8 * * 1',
    graceSeconds: 60,
    run: () => gate.promise,
  })
  const runner = new JobRunner({ jobs: [job], recordFailure: async () => {}, lookEveryMs: 50, pollSeconds: 0.5 })
  runner.start()
  await vi.waitFor(async () => expect(await db.ownerQuery('SELECT 1 FROM "Job"')).toHaveLength(1), { timeout: 10_000 })
  return async () => runner.stop()
})

const call = (handler: typeof run.POST, method: string, path: string, name = 'test.work') =>
  handler(new Request(`http://localhost:3000${path}`, { method, headers: { cookie } }), {
    params: Promise.resolve({ name }),
  })
const jobs = async () => JobList.parse(await (await call(list.GET, 'GET', '/api/jobs')).json()).items
const press = (name?: string) => call(run.POST, 'POST', `/api/jobs/${name ?? 'test.work'}/run`, name)

it('a founder sees a job in words, starts it, is refused while it runs, and sees how it ended', async () => {
  expect(await jobs()).toMatchObject([
    {
      name: 'test.work',
      scheduleText: 'every Monday at 08:30 UTC',
      isRunning: false,
      isOverdue: false,
      lastRun: null,
      history: [],
    },
  ])
  const started = await press()
  expect(started.status).toBe(201)
  const { orderId } = JobOrder.parse(await started.json())
  await expect.poll(async () => (await jobs())[0]?.isRunning, { timeout: 5_000 }).toBe(true)
  const refused = await press()
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'CONFLICT', detail: expect.stringContaining('running already') },
  ])
  expect(
    await db.ownerQuery(`SELECT "entityId", "metadata" FROM "AuditLog" WHERE "action" = 'JOB_STARTED_BY_HAND'`),
  ).toEqual([{ entityId: 'test.work', metadata: { job: 'test.work', orderId } }])
  gate.resolve()
  await expect.poll(async () => (await jobs())[0]?.lastSuccessAt, { timeout: 5_000 }).not.toBeNull()
  expect(await jobs()).toMatchObject([
    { isRunning: false, lastRun: { trigger: 'person', status: 'COMPLETED' }, history: [{ status: 'COMPLETED' }] },
  ])
})

it('the runs of a job are read by page and by how they ended, and those of none are not found', async () => {
  await db.ownerQuery(`INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "status", "error")
    SELECT daybook_uuidv7(now() - make_interval(days => n)), 'test.work', n::text, 1, 'schedule', now(), now() - make_interval(days => n), now(), 'FAILED', 'It broke ' || n FROM generate_series(1, 3) AS n`)
  const page = async (query: string) =>
    JobRunPage.parse(await (await call(runs.GET, 'GET', `/api/jobs/test.work/runs?${query}`)).json())
  const first = await page('status=FAILED&limit=2')
  expect(first.items.map(({ error }) => error)).toEqual(['It broke 1', 'It broke 2'])
  const rest = await page(`status=FAILED&limit=2&cursor=${first.nextCursor}`)
  expect([rest.items.map(({ error }) => error), rest.nextCursor]).toEqual([['It broke 3'], null])
  expect((await call(runs.GET, 'GET', '/api/jobs/no.job/runs', 'no.job')).status).toBe(404)
  expect((await press('no.job')).status).toBe(404)
})
