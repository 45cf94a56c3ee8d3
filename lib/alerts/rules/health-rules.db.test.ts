import { beforeEach, describe, expect, test } from 'vitest'
import { dayMs, minuteMs, secondMs } from '../../clock'
import { ruleOf } from '../../testing/alert-rules'
import { useDatabase } from '../../testing/database'
import { haveSnapshot, haveStart } from '../../testing/measurements'

const database = useDatabase()
const now = new Date('2026-11-28T12:00:30Z')
const minute = Date.parse('2026-11-28T12:00:00Z')
const ago = (minutes: number) => new Date(minute - minutes * minuteMs)

beforeEach(async () => {
  await database.ownerQuery('TRUNCATE "HealthSnapshot", "Instance"')
})

/** Snapshots of the last minutes, the newest last. */
const snapshots = async (...values: { databaseMs?: number | null; diskPercent?: number | null; checks?: object }[]) => {
  for (const [index, value] of values.entries())
    await haveSnapshot(database, { at: ago(values.length - 1 - index), ...value })
}

describe('database-slow', () => {
  const rule = ruleOf('database-slow')
  const slow = { databaseMs: 2_001 }

  test('two slow answers in a row are told', async () => {
    await snapshots({}, { databaseMs: 2_400 }, slow)
    expect(await rule.findings(now)).toEqual([
      {
        source: 'daybook',
        sentence:
          'The database took longer than 2 s to answer a small question, twice in a row; usually it is a few milliseconds.',
        facts: [{ name: 'Answer times', value: '2.4 s, then 2 s' }],
        firstAt: ago(1),
        lastAt: ago(0),
      },
    ])
  })

  test.each([
    ['one alone', [{}, slow]],
    ['two with a quick one between', [slow, {}, slow]],
    ['exactly two seconds', [{ databaseMs: 2_000 }, { databaseMs: 2_000 }]],
    ['answers that are not known', [slow, { databaseMs: null }]],
  ])('%s is not', async (_name, values) => {
    await snapshots(...values)
    expect(await rule.findings(now)).toEqual([])
  })

  test('it recovers with the first quick answer, and when nobody looks any more', async () => {
    await snapshots(slow, slow, {})
    expect(await rule.findings(now)).toEqual([])
    await database.ownerQuery('TRUNCATE "HealthSnapshot"')
    await snapshots(slow, slow)
    expect(await rule.findings(new Date(now.getTime() + 2 * minuteMs))).toHaveLength(1)
    expect(await rule.findings(new Date(now.getTime() + 4 * minuteMs))).toEqual([])
  })

  test('the preview names the second of each two, by the founder’s limit', async () => {
    await snapshots({ databaseMs: 600 }, { databaseMs: 700 }, { databaseMs: 800 }, {}, { databaseMs: 900 })
    expect(await rule.history(ago(60), now, { limitMs: 500 })).toEqual([
      { at: ago(3), source: 'daybook' },
      { at: ago(2), source: 'daybook' },
    ])
    expect(await rule.history(ago(60), now)).toEqual([])
  })
})

describe('disk-usage', () => {
  const rule = ruleOf('disk-usage')
  const counts = { spool: '40%', backups: '85.2%', database: '91%' }

  test('above 85 % is told with what is on the disk', async () => {
    await snapshots({ diskPercent: 91, checks: { disk: { status: 'degraded', counts } } })
    expect(await rule.findings(now)).toEqual([
      {
        source: 'daybook',
        sentence:
          'The disk for the backups and the database is 91 % full. When it is full, nothing more can be stored there.',
        facts: [
          { name: 'Disk of events that wait for the database', value: '40%' },
          { name: 'Disk of the backups', value: '85.2%' },
          { name: 'Disk of the database', value: '91%' },
        ],
        firstAt: ago(0),
        lastAt: ago(0),
      },
    ])
  })

  test('85 % is not, nor what is not known; it recovers when there is room, and when nobody looks any more', async () => {
    await snapshots({ diskPercent: 85 })
    expect(await rule.findings(now)).toEqual([])
    await database.ownerQuery('TRUNCATE "HealthSnapshot"')
    await snapshots({ diskPercent: 99 }, { diskPercent: null })
    expect(await rule.findings(now)).toEqual([])
    expect(await rule.findings(new Date(ago(1).getTime() + secondMs))).toHaveLength(1)
    await database.ownerQuery('TRUNCATE "HealthSnapshot"')
    await snapshots({ diskPercent: 99 })
    expect(await rule.findings(new Date(now.getTime() + 5 * minuteMs))).toEqual([])
  })

  test('the preview names every minute above the founder’s limit', async () => {
    await snapshots({ diskPercent: 70 }, { diskPercent: 71 }, { diskPercent: null }, { diskPercent: 90 })
    expect(await rule.history(ago(60), now, { limitPercent: 70 })).toEqual([
      { at: ago(2), source: 'daybook' },
      { at: ago(0), source: 'daybook' },
    ])
  })
})

describe('downtime', () => {
  const rule = ruleOf('downtime')

  const started = (at: Date, silentSeconds: number | null) => haveStart(database, at, silentSeconds)

  test('it is told on return, from when the silence began', async () => {
    await started(ago(0), 840)
    expect(await rule.findings(now)).toEqual([
      {
        source: 'daybook',
        sentence: 'Daybook was down for 14 min and is back.',
        facts: [
          { name: 'Last sign of life', value: ago(14).toISOString() },
          { name: 'Back', value: ago(0).toISOString() },
        ],
        firstAt: ago(14),
        lastAt: ago(0),
      },
    ])
  })

  test('two minutes are not long enough, a start beside others or the first of all is no return', async () => {
    await started(ago(0), 120)
    await started(ago(0), null)
    expect(await rule.findings(now)).toEqual([])
    await started(ago(0), 121)
    expect(await rule.findings(now)).toHaveLength(1)
  })

  test('several processes that come back together tell of one silence, the whole of it', async () => {
    await started(ago(0), 300)
    await started(new Date(ago(0).getTime() + secondMs), 302)
    expect(await rule.findings(now)).toMatchObject([{ firstAt: new Date(ago(5).getTime() - secondMs) }])
  })

  test('it recovers by itself a minute after the return', async () => {
    await started(ago(0), 840)
    expect(await rule.findings(new Date(minute + 59 * secondMs))).toHaveLength(1)
    expect(await rule.findings(new Date(minute + 60 * secondMs))).toEqual([])
  })

  test('the preview names every return of the time, by the founder’s limit', async () => {
    await started(new Date(minute - 2 * dayMs), 500)
    await started(new Date(minute - dayMs), 200)
    await started(new Date(minute - dayMs), 200)
    await started(new Date(minute - 40 * dayMs), 500)
    const stretch = [new Date(minute - 30 * dayMs), now] as const
    expect(await rule.history(...stretch, { silentSeconds: 300 })).toEqual([
      { at: new Date(minute - 2 * dayMs), source: 'daybook' },
    ])
    expect(await rule.history(...stretch)).toHaveLength(2)
  })
})
