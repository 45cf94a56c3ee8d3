import { describe, expect, it, vi } from 'vitest'
import { systemContext } from '../context'
import { setEnv } from '../env'
import { useDatabase } from '../testing/database'
import { type Attempt, beginRun } from './begin-run'
import { type FinalFailure, finishRun } from './finish-run'

const db = useDatabase()
const ctx = systemContext('test')
const orderId = '019ab000-0000-7000-8000-000000000001'
const attemptOf = (attempt: number, job = 'test.fence'): Attempt => ({
  job,
  orderId,
  attempt,
  trigger: 'schedule',
  dueAt: new Date('2026-11-28T02:00:00Z'),
  byName: null,
  instanceId: null,
})
const statuses = (job: string) =>
  db.ownerQuery(`SELECT "attempt", "status" FROM "JobRun" WHERE "job" = $1 ORDER BY "attempt"`, [job])

describe('the row of an attempt', () => {
  it('lets one of many begin', async () => {
    const begun = await Promise.all(Array.from({ length: 8 }, () => beginRun(ctx, attemptOf(1, 'test.many'))))
    expect(begun.filter(Boolean)).toHaveLength(1)
  })

  it('refuses the outcome of one that another has followed', async () => {
    const failures: FinalFailure[] = []
    const options = {
      retries: 0,
      mayFollow: true,
      recordFailure: async (_tx: unknown, _ctx: unknown, one: FinalFailure) => void failures.push(one),
    }
    const first = await beginRun(ctx, attemptOf(1))
    await beginRun(ctx, attemptOf(2))
    const run = { ...attemptOf(1), runId: first?.runId ?? '', durationMs: 1 }
    expect(await finishRun(ctx, run, { status: 'COMPLETED', result: undefined }, options)).toBeUndefined()
    expect(await finishRun(ctx, run, { status: 'FAILED', error: new Error('late') }, options)).toBeUndefined()
    expect(failures).toEqual([])
    expect(await statuses('test.fence')).toEqual([
      { attempt: 1, status: 'ABANDONED' },
      { attempt: 2, status: 'RUNNING' },
    ])
  })

  it('is given to nobody once the order was done', async () => {
    const begun = await beginRun(ctx, attemptOf(1, 'test.done'))
    const run = { ...attemptOf(1, 'test.done'), runId: begun?.runId ?? '', durationMs: 1 }
    await finishRun(
      ctx,
      run,
      { status: 'COMPLETED', result: { n: 1 } },
      { retries: 0, mayFollow: true, recordFailure: vi.fn() },
    )
    expect(await beginRun(ctx, attemptOf(2, 'test.done'))).toBeUndefined()
    expect(await statuses('test.done')).toEqual([{ attempt: 1, status: 'COMPLETED' }])
  })

  it('moves the schedule on with it, and only from the slot that it is of', async () => {
    await db.ownerQuery(`INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "registeredAt", "nextDueAt")
      VALUES ('test.slot', '', '0 2 * * *', 1, now(), '2026-11-28T02:00:00Z'), ('test.later', '', '0 2 * * *', 1, now(), '2026-11-29T02:00:00Z')`)
    await beginRun(ctx, attemptOf(1, 'test.slot'))
    await beginRun(ctx, attemptOf(1, 'test.later'))
    expect(
      await db.ownerQuery(`SELECT "name", "nextDueAt" > now() - interval '0 s' AS "isAhead", "nextDueAt" = '2026-11-29T02:00:00Z' AS "isSame"
      FROM "Job" ORDER BY "name" DESC`),
    ).toMatchObject([
      { name: 'test.slot', isAhead: true },
      { name: 'test.later', isSame: true },
    ])
  })

  it('keeps no failure whose record cannot be written', async () => {
    const begun = await beginRun(ctx, attemptOf(1, 'test.record'))
    const run = { ...attemptOf(1, 'test.record'), runId: begun?.runId ?? '', durationMs: 1 }
    const recordFailure = async () => {
      throw new Error('No event')
    }
    const finish = finishRun(ctx, run, { status: 'FAILED', error: 'x' }, { retries: 0, mayFollow: true, recordFailure })
    await expect(finish).rejects.toThrow('No event')
    expect(await statuses('test.record')).toEqual([{ attempt: 1, status: 'RUNNING' }])
  })
})

setEnv({ LOG_LEVEL: 'error' })
