import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { currentContext, systemContext } from '../context'
import { getPool } from '../db'
import { setEnv } from '../env'
import { logger } from '../logger'
import { useDatabase } from '../testing/database'
import { forkJobProcess } from '../testing/fork-job-process'
import type { JobDefinition } from './contract'
import { defineJob } from './define-job'
import type { FinalFailure, RecordFailure } from './finish-run'
import { listJobRuns } from './list-runs'
import { orderByHand } from './order-by-hand'
import { JobRunner } from './runner'

const db = useDatabase()
setEnv({ LOG_LEVEL: 'error' })

type Run = { attempt: number; trigger: string; status: string; isLast: boolean; error: string | null; orderId: string }
const runs = (job = 'test.work') =>
  db.ownerQuery<Run>(
    `SELECT "attempt", "trigger", "status", "isLast", "error", "orderId" FROM "JobRun" WHERE "job" = $1 ORDER BY "id"`,
    [job],
  )
const ran = async () => (await db.ownerQuery<{ n: number }>('SELECT count(*)::int AS n FROM ran'))[0]?.n ?? 0
/** Makes a slot due: one that nobody has begun, of the given second in the past. */
const makeDue = (second: number) =>
  db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = '2026-01-01'::timestamptz + make_interval(secs => $1)`, [second])
const isRegistered = async () => (await db.ownerQuery(`SELECT 1 FROM "Job"`)).length > 0

const children: ChildProcess[] = []
const runners: JobRunner[] = []
let failures: FinalFailure[] = []
const recordFailure: RecordFailure = async (_tx, _ctx, failure) => void failures.push(failure)

function startProcess(takesMs = 0): ChildProcess {
  const child = forkJobProcess(takesMs)
  children.push(child)
  return child
}

async function startRunner(job: Partial<JobDefinition> & Pick<JobDefinition, 'run'>): Promise<JobRunner> {
  const defined = defineJob({
    name: 'test.work',
    description: 'A test.',
    schedule: '0 0 1 1 *',
    graceSeconds: 60,
    retries: 1,
    retryDelaySeconds: 1,
    ...job,
  })
  const runner = new JobRunner({
    jobs: [defined],
    recordFailure,
    lookEveryMs: 50,
    pollSeconds: 0.5,
    superviseSeconds: 1,
  })
  runners.push(runner)
  runner.start()
  await expect.poll(isRegistered, { timeout: 10_000 }).toBe(true)
  return runner
}

/** As if the process that holds the order had been silent for a minute. */
const silence = () =>
  db.ownerQuery(`UPDATE daybook_queue.job SET heartbeat_on = now() - interval '1 minute' WHERE state = 'active'`)

beforeAll(() => db.ownerQuery('CREATE TABLE ran ("pid" int, "at" timestamptz); GRANT SELECT, INSERT ON ran TO PUBLIC'))
beforeEach(() => vi.spyOn(logger, 'warn').mockImplementation(() => {}))
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()))
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  vi.restoreAllMocks()
  failures = []
  await db.ownerQuery(`TRUNCATE ran, "JobRun", "Job"; DELETE FROM daybook_queue.job`)
})

describe('slots', () => {
  it('are run exactly once each, by two processes that both find every one of them due', async () => {
    startProcess()
    startProcess()
    await expect.poll(isRegistered, { timeout: 20_000 }).toBe(true)
    for (let slot = 1; slot <= 20; slot += 1) {
      await makeDue(slot)
      await expect
        .poll(async () => (await runs()).filter(({ status }) => status === 'COMPLETED').length, {
          timeout: 10_000,
          interval: 20,
        })
        .toBe(slot)
    }
    await sleep(1_200)
    expect(await ran()).toBe(20)
    expect(await runs()).toHaveLength(20)
  }, 90_000)

  it('missed while nobody was there are run once, and the next is in the future', async () => {
    let times = 0
    const run = async () => void (times += 1)
    // Every hour at a minute that is far away: 72 were missed, and none comes while this runs.
    const schedule = `${(new Date().getUTCMinutes() + 30) % 60} * * * *`
    await (await startRunner({ schedule, run })).stop()
    await db.ownerQuery(`UPDATE "Job" SET "nextDueAt" = now() - interval '3 days'`)
    await startRunner({ schedule, run })
    await expect.poll(() => times, { timeout: 10_000 }).toBe(1)
    const [job] = await db.ownerQuery<{ isAhead: boolean }>(`SELECT "nextDueAt" > now() AS "isAhead" FROM "Job"`)
    expect(job).toEqual({ isAhead: true })
    await sleep(700)
    expect(times).toBe(1)
  })

  it('of a schedule that has changed count from now, and a job that is gone is not run', async () => {
    let times = 0
    const run = async () => void (times += 1)
    await (await startRunner({ run })).stop()
    await makeDue(1)
    await startRunner({ schedule: '0 0 2 1 *', run })
    await sleep(500)
    expect(times).toBe(0)
    await startRunner({ name: 'other.work', run })
    await expect
      .poll(() => db.ownerQuery(`SELECT "name" FROM "Job" WHERE "removedAt" IS NOT NULL`))
      .toEqual([{ name: 'test.work' }])
  })

  it('that were ordered and removed by hand do not keep the job from its next one', async () => {
    const runner = await startRunner({ run: async () => {} })
    await makeDue(5)
    await expect.poll(async () => (await runs()).map(({ status }) => status)).toEqual(['COMPLETED'])
    await makeDue(5)
    await expect
      .poll(() => db.ownerQuery(`SELECT "nextDueAt" > now() AS "isAhead" FROM "Job"`), { timeout: 5_000 })
      .toEqual([{ isAhead: true }])
    expect(await runs()).toHaveLength(1)
    await runner.stop()
  })
})

describe('a job that fails', () => {
  it('is tried again, and its last failure is recorded once, with what it said', async () => {
    const lines = vi.spyOn(logger, 'error').mockImplementation(() => {})
    await startRunner({
      run: async () => {
        throw new Error('The disk is full')
      },
    })
    await makeDue(1)
    await expect.poll(async () => (await runs()).at(-1)?.isLast, { timeout: 15_000 }).toBe(true)
    expect(await runs()).toMatchObject([
      { attempt: 1, trigger: 'schedule', status: 'FAILED', isLast: false, error: 'The disk is full' },
      { attempt: 2, trigger: 'retry', status: 'FAILED', isLast: true, error: 'The disk is full' },
    ])
    await sleep(1_500)
    expect(await runs()).toHaveLength(2)
    expect(failures).toMatchObject([{ job: 'test.work', attempt: 2, message: 'The disk is full' }])
    expect(lines.mock.calls).toMatchObject([
      ['JOB_FAIL', { job: 'test.work', attempt: 2, isLast: true, durationMs: expect.any(Number) }],
    ])
  })

  it('and succeeds the second time has not failed', async () => {
    let times = 0
    await startRunner({
      run: async () => {
        times += 1
        if (times === 1) throw new Error('Not yet')
        return { seen: times }
      },
    })
    await makeDue(1)
    await expect
      .poll(async () => (await runs()).map(({ status }) => status), { timeout: 15_000 })
      .toEqual(['FAILED', 'COMPLETED'])
    expect(failures).toEqual([])
    expect(await db.ownerQuery(`SELECT "result" FROM "JobRun" WHERE "status" = 'COMPLETED'`)).toEqual([
      { result: { seen: 2 } },
    ])
  })

  it('takes too long is told so, and then that is its failure', async () => {
    await startRunner({ retries: 0, timeLimitSeconds: 1, run: ({ signal }) => sleep(60_000, undefined, { signal }) })
    vi.spyOn(logger, 'error').mockImplementation(() => {})
    await makeDue(1)
    await expect.poll(async () => (await runs()).at(-1)?.status, { timeout: 10_000 }).toBe('FAILED')
    expect(failures).toMatchObject([{ message: expect.stringContaining('took longer than its 1 s') }])
  })
})

describe('a job under way', () => {
  it('acts in its own name, under the id of its order, and tells when it began and ended', async () => {
    const lines = vi.spyOn(logger, 'info').mockImplementation(() => {})
    const contexts: unknown[] = []
    await startRunner({
      run: async ({ ctx, now }) => void contexts.push([ctx.actor, currentContext() === ctx, now instanceof Date]),
    })
    await makeDue(1)
    await expect.poll(async () => (await runs()).at(-1)?.status).toBe('COMPLETED')
    expect(contexts).toEqual([[{ type: 'job', name: 'test.work' }, true, true]])
    await expect.poll(() => lines.mock.calls.map(([message]) => message)).toEqual(['JOB_START', 'JOB_COMPLETE'])
    expect(lines.mock.calls).toMatchObject([
      ['JOB_START', { job: 'test.work', attempt: 1 }],
      ['JOB_COMPLETE', { job: 'test.work', attempt: 1, durationMs: expect.any(Number) }],
    ])
  })

  it('keeps a sign of life on its row', async () => {
    await startRunner({ run: ({ signal }) => sleep(15_000, undefined, { signal }) })
    await makeDue(1)
    await expect
      .poll(() => db.ownerQuery(`SELECT 1 FROM "JobRun" WHERE "heartbeatAt" > "startedAt"`), { timeout: 14_000 })
      .toHaveLength(1)
  })
})

describe('a process that', () => {
  it('was killed in the middle of a job is followed by another, which does it', async () => {
    const child = startProcess(60_000)
    await expect.poll(isRegistered, { timeout: 20_000 }).toBe(true)
    await makeDue(1)
    await expect.poll(ran, { timeout: 10_000 }).toBe(1)
    child.kill('SIGKILL')
    await silence()
    let done = 0
    await startRunner({ run: async () => void (done += 1) })
    await expect
      .poll(async () => (await runs()).map(({ status }) => status), { timeout: 15_000 })
      .toEqual(['ABANDONED', 'COMPLETED'])
    expect(done).toBe(1)
    expect(failures).toEqual([])
  }, 60_000)

  it('froze, thaws after another has taken over, and ends the job, changes nothing', async () => {
    const child = startProcess(4_000)
    await expect.poll(isRegistered, { timeout: 20_000 }).toBe(true)
    await makeDue(1)
    await expect.poll(ran, { timeout: 10_000 }).toBe(1)
    child.kill('SIGSTOP')
    await silence()
    await startRunner({ run: async () => {} })
    await expect
      .poll(async () => (await runs()).map(({ status }) => status), { timeout: 15_000 })
      .toEqual(['ABANDONED', 'COMPLETED'])
    child.kill('SIGCONT')
    await sleep(3_000)
    expect((await runs()).map(({ status }) => status)).toEqual(['ABANDONED', 'COMPLETED'])
    expect(await db.ownerQuery('SELECT state::text FROM daybook_queue.job')).toEqual([{ state: 'completed' }])
  }, 60_000)

  it('brings down the job with it every time: the last is recorded as its failure', async () => {
    vi.spyOn(logger, 'error').mockImplementation(() => {})
    await startRunner({ run: async () => {} })
    await db.ownerQuery(`
      INSERT INTO daybook_queue.job (name, id, state, retry_count, policy) VALUES ('test.work', '019ab000-0000-7000-8000-00000000000a', 'failed', 6, 'exclusive');
      INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt")
        VALUES (gen_random_uuid(), 'test.work', '019ab000-0000-7000-8000-00000000000a', 7, 'retry', now(), now(), now())`)
    await expect
      .poll(async () => await runs(), { timeout: 5_000 })
      .toMatchObject([{ status: 'ABANDONED', isLast: true }])
    expect(failures).toMatchObject([{ attempt: 7, message: 'The process that ran it ended or stood still.' }])
  })

  it('is told to stop tells its jobs to end, and another does them', async () => {
    const first = await startRunner({ run: ({ signal }) => sleep(60_000, undefined, { signal }) })
    await makeDue(1)
    await expect.poll(async () => (await runs()).length).toBe(1)
    const startedMs = performance.now()
    await first.stop()
    // Five seconds when they are not told.
    expect(performance.now() - startedMs).toBeLessThan(4_500)
    expect(await runs()).toMatchObject([
      { status: 'ABANDONED', isLast: false, error: 'Daybook was stopped while the job ran.' },
    ])
    await startRunner({ run: async () => {} })
    await expect
      .poll(async () => (await runs()).at(-1), { timeout: 15_000 })
      .toMatchObject({ attempt: 2, status: 'COMPLETED' })
    expect(failures).toEqual([])
  })

  it('is told to stop waits five seconds at most for one that does not listen', async () => {
    const runner = await startRunner({ run: () => sleep(40_000, undefined, { ref: false }) })
    await makeDue(1)
    await expect.poll(async () => (await runs()).length).toBe(1)
    const startedMs = performance.now()
    await runner.stop()
    expect(performance.now() - startedMs).toBeLessThan(15_000)
    expect(await db.ownerQuery('SELECT state::text FROM daybook_queue.job')).toEqual([{ state: 'retry' }])
  }, 60_000)
})

describe('by hand', () => {
  const ctx = systemContext('test', { actor: { type: 'job', name: 'Ada' } })

  it('a job is run beside its schedule and recorded in the same commit; a second press is refused while it runs', async () => {
    const gate = Promise.withResolvers<void>()
    await startRunner({ run: () => gate.promise })
    const recorded: unknown[] = []
    const press = () => orderByHand(ctx, 'test.work', async (_tx, order) => recorded.push(order))
    const order = await press()
    await expect
      .poll(async () => (await runs()).at(-1), { timeout: 5_000 })
      .toMatchObject({ status: 'RUNNING', trigger: 'person', orderId: order.orderId })
    await expect(press()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(recorded).toEqual([order])
    gate.resolve()
    await expect.poll(async () => (await runs()).at(-1)?.status).toBe('COMPLETED')
    expect((await listJobRuns('test.work', { limit: 20 })).items).toMatchObject([
      { byName: 'Ada', status: 'COMPLETED' },
    ])
    await press()
  })

  it('an order whose record fails is none', async () => {
    await startRunner({ run: async () => {} })
    const failing = orderByHand(ctx, 'test.work', async () => {
      throw new Error('No event')
    })
    await expect(failing).rejects.toThrow('No event')
    await sleep(700)
    expect(await runs()).toEqual([])
  })

  it('there is nothing to run of a job that there is not', async () => {
    await expect(orderByHand(ctx, 'no.job', async () => {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(listJobRuns('no.job', { limit: 20 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('without its tables the runner waits and says so, and begins when they are there', async () => {
  const waits = vi.spyOn(logger, 'warn').mockImplementation(() => {})
  await db.ownerQuery(`ALTER SCHEMA daybook_queue RENAME TO away`)
  const runner = new JobRunner({ jobs: [], recordFailure })
  runners.push(runner)
  runner.start()
  await expect.poll(() => waits.mock.calls.some(([message]) => message === 'JOBS_WAIT')).toBe(true)
  await db.ownerQuery(`ALTER SCHEMA away RENAME TO daybook_queue`)
  expect((await getPool().query('SELECT 1')).rowCount).toBe(1)
})
