import { beforeEach, expect, test } from 'vitest'
import { systemContext } from '../context'
import { getDb } from '../db'
import { useDatabase } from '../testing/database'
import type { CheckResult, HealthCheck } from './contract'
import { newestSnapshot } from './read-snapshots'
import { databaseMsOf, diskPercentOf, healthSnapshotJob } from './snapshot'

const database = useDatabase()
const now = new Date('2026-11-28T12:34:56.789Z')
const minute = new Date('2026-11-28T12:34:00Z')

const checks: HealthCheck[] = [
  { name: 'databasePerformance', run: async () => ({ status: 'healthy', queryTime: '7ms', threshold: '1000ms' }) },
  { name: 'disk', run: async () => ({ status: 'degraded', counts: { spool: '40%', backups: '85.1%' } }) },
]
const job = healthSnapshotJob(checks)
const run = (at = now) => job.run({ ctx: systemContext('test'), signal: AbortSignal.timeout(60_000), now: at })

beforeEach(async () => {
  await database.ownerQuery('TRUNCATE "HealthSnapshot"')
})

test('every minute has one row with the whole, the numbers that rules look at and all that was found', async () => {
  await run()
  expect(await database.ownerQuery('SELECT * FROM "HealthSnapshot"')).toEqual([
    {
      at: minute,
      status: 'degraded',
      responseMs: expect.any(Number),
      databaseMs: 7,
      diskPercent: 86,
      cpuPercent: expect.any(Number),
      loopLagMs: expect.any(Number),
      memoryMb: expect.any(Number),
      checks: {
        databasePerformance: expect.objectContaining({ status: 'healthy', queryTime: '7ms' }),
        disk: expect.objectContaining({ status: 'degraded', counts: { spool: '40%', backups: '85.1%' } }),
      },
    },
  ])
  expect([job.name, job.schedule, job.graceSeconds]).toEqual(['health.snapshot', '* * * * *', 120])
})

test('a minute that has its row keeps it, whoever else writes one', async () => {
  await run()
  await database.ownerQuery(`UPDATE "HealthSnapshot" SET "databaseMs" = 1`)
  await Promise.all([run(), run(new Date(now.getTime() + 3_000))])
  expect(await database.ownerQuery('SELECT "databaseMs" FROM "HealthSnapshot"')).toEqual([{ databaseMs: 1 }])
})

test('the newest row of a stretch is read with the counts of its checks', async () => {
  await run()
  const stretch = { from: minute, to: now }
  expect((await newestSnapshot(getDb(), stretch))?.checks.disk?.counts).toEqual({ spool: '40%', backups: '85.1%' })
  expect(await newestSnapshot(getDb(), { from: new Date(0), to: new Date(minute.getTime() - 1) })).toBeNull()
})

const reported = (name: string, result: CheckResult, durationMs = 5) => ({
  checks: { [name]: { ...result, durationMs } },
})

test('a query that was given up took longer than the limit; one that failed took no time that anybody knows', () => {
  const performance = (result: CheckResult, durationMs?: number) =>
    databaseMsOf(reported('databasePerformance', result, durationMs))
  expect(performance({ status: 'degraded', queryTime: '1340ms' })).toBe(1_340)
  expect(performance({ status: 'degraded', message: 'The query did not end in time' }, 2_000)).toBe(2_001)
  expect(performance({ status: 'unknown', message: 'The database does not answer' })).toBeNull()
  expect(databaseMsOf({ checks: {} })).toBeNull()
})

test('the fullest disk counts, rounded up; without any known disk there is no number', () => {
  const disk = (counts: Record<string, string>) => diskPercentOf(reported('disk', { status: 'healthy', counts }))
  expect([disk({ spool: '85%', database: '12%' }), disk({ spool: '85.1%' }), disk({})]).toEqual([85, 86, null])
  expect(diskPercentOf({ checks: {} })).toBeNull()
})
