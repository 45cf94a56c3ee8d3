import { beforeEach, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../clock'
import { systemContext } from '../../context'
import { withTx } from '../../db'
import { rollUpHours } from '../../health/roll-up'
import { createCorrection, removeCorrection, updateSloTargets } from '../../slo'
import { ruleOf } from '../../testing/alert-rules'
import { useDatabase } from '../../testing/database'
import { haveHealth, haveRequests } from '../../testing/measurements'
import { createMaintenanceWindow } from '../silences'

const database = useDatabase()
const rule = ruleOf('slo-burn')
const now = new Date('2026-11-28T12:00:30Z')
const minute = Date.parse('2026-11-28T12:00:00Z')
const ago = (minutes: number) => new Date(minute - minutes * minuteMs)

beforeEach(async () => {
  await database.ownerQuery(
    'TRUNCATE "RequestMinute", "RequestTotal", "HealthSnapshot", "HealthHour", "MaintenanceWindow", "SloCorrection", "Setting"',
  )
})

/** So many requests a minute, of which so many failed, from one number of minutes ago to another. */
const traffic = (fromMinutesAgo: number, toMinutesAgo: number, requests: number, errors = 0) =>
  haveRequests(
    database,
    Array.from({ length: fromMinutesAgo - toMinutesAgo + 1 }, (_, i) => ({
      at: ago(fromMinutesAgo - i),
      requests,
      errors,
    })),
  )

test('an outage is critical, in words that say how long the month’s budget lasts', async () => {
  await traffic(59, 0, 25, 0)
  await haveRequests(database, [{ at: ago(50), requests: 1, errors: 1 }])
  await traffic(3, 0, 12, 12)
  expect(await rule.findings(now)).toEqual([
    {
      source: 'daybook',
      subject: 'critical',
      severity: 'critical',
      sentence:
        '49 of 1,549 requests failed within 1 h. At this speed the failures that the target allows for 30 days are used up in 22 h 45 min.',
      facts: [
        { name: 'Target', value: '99.9 % of requests in 30 days' },
        { name: 'Speed', value: '31.6 times what the target allows' },
      ],
      firstAt: ago(3),
      lastAt: ago(0),
    },
  ])
})

test('one failure in ten requests pages nobody; with a third one it is critical', async () => {
  await traffic(9, 0, 1)
  await haveRequests(database, [{ at: ago(2), requests: 1, errors: 1 }])
  expect(await rule.findings(now)).toEqual([])
  await haveRequests(database, [{ at: ago(1), requests: 2, errors: 2 }])
  expect(await rule.findings(now)).toMatchObject([{ severity: 'critical' }])
})

test('at the threshold nothing is said, above it there is something', async () => {
  const only = { burn6h: 1_000, burn24h: 1_000, burn72h: 1_000, look1h: 1_000 }
  await traffic(59, 0, 10_000, 144)
  expect(await rule.findings(now, only)).toEqual([])
  await haveRequests(database, [{ at: ago(0), requests: 100, errors: 60 }])
  expect(await rule.findings(now, only)).toMatchObject([{ severity: 'critical' }])
})

test('it stops paging within half an hour of the last failure and says for hours that the budget suffered', async () => {
  await traffic(4_319, 0, 2)
  await haveRequests(
    database,
    Array.from({ length: 10 }, (_, i) => ({ at: ago(40 - i), requests: 20, errors: 20 })),
  )
  const severities = async (at: Date) => (await rule.findings(at)).map(({ subject }) => subject)
  expect(await severities(ago(31))).toEqual(['critical'])
  expect(await severities(ago(2))).toEqual(['critical'])
  expect(await severities(now)).toEqual(['medium'])
  expect(await severities(new Date(minute + 7 * hourMs))).toEqual([])
})

test('a little more failure than usual asks for a look', async () => {
  await traffic(59, 0, 1_000)
  await haveRequests(database, [{ at: ago(30), requests: 40, errors: 40 }])
  expect(await rule.findings(now)).toMatchObject([
    {
      severity: 'low',
      sentence: '40 of 60,040 requests failed within 1 h. That is within the target, but worth a look.',
    },
  ])
})

test('two instances are one service, and no traffic is no failure', async () => {
  expect(await rule.findings(now)).toEqual([])
  await haveRequests(database, [
    { at: ago(1), requests: 50, errors: 2 },
    { at: ago(1), requests: 50, errors: 1 },
  ])
  expect(await rule.findings(now)).toMatchObject([
    { severity: 'critical', sentence: expect.stringMatching(/^3 of 100 /) },
  ])
})

test('the target is what the company promises', async () => {
  await traffic(59, 0, 100)
  await haveRequests(database, [{ at: ago(1), requests: 100, errors: 100 }])
  expect(await rule.findings(now)).toMatchObject([{ severity: 'critical' }])
  await updateSloTargets(ctx, { availabilityPercent: 90 })
  expect(await rule.findings(now)).toEqual([])
})

const ctx = { ...systemContext('test'), now: () => now }

/** An outage of ten minutes that ended a minute ago, in an hour with little traffic. */
async function outage(): Promise<void> {
  await traffic(59, 0, 10)
  await haveRequests(
    database,
    Array.from({ length: 10 }, (_, i) => ({ at: ago(10 - i), requests: 20, errors: 20 })),
  )
}

/** A window of planned maintenance of fifteen minutes that began so many minutes ago. */
const plan = (minutesAgo: number) =>
  createMaintenanceWindow(
    { ...ctx, now: () => new Date(minute - dayMs) },
    {
      name: 'Move',
      timeZone: 'UTC',
      weekdays: [],
      onDay: '2026-11-28',
      startsAt: ago(minutesAgo).toISOString().slice(11, 16),
      durationMinutes: 15,
    },
  )

test('failures in planned maintenance page nobody, while it goes on and afterwards', async () => {
  await plan(10)
  await outage()
  expect(await rule.findings(now)).toEqual([])
  expect(await rule.history(ago(15), now)).toEqual([])
  // Hours later the window is known from the hours that were summed up.
  await haveHealth(database, { from: ago(60), to: ago(0) })
  await withTx(ctx, (tx) => rollUpHours(tx, now))
  const later = new Date(minute + 3 * hourMs)
  await withTx(ctx, (tx) => rollUpHours(tx, later))
  await database.ownerQuery('TRUNCATE "MaintenanceWindow"')
  expect(await rule.findings(later)).toEqual([])
})

test('without the plan the same failures are critical, and so are those before it begins', async () => {
  await outage()
  expect(await rule.findings(now)).toMatchObject([{ severity: 'critical' }])
  await plan(7)
  expect(await rule.findings(now)).toMatchObject([{ severity: 'critical', sentence: expect.stringMatching(/^60 of/) }])
})

test('failures in maintenance mode page nobody', async () => {
  await outage()
  await database.ownerQuery(`INSERT INTO "Setting" VALUES ('maintenance', $1, now(), NULL)`, [
    JSON.stringify({ enabled: true, since: ago(10).toISOString() }),
  ])
  expect(await rule.findings(now)).toEqual([])
})

test('what a founder took out of the budget burns none of it, until it is put back', async () => {
  await outage()
  const { id } = await createCorrection(ctx, {
    startsAt: ago(10).toISOString(),
    endsAt: ago(0).toISOString(),
    reason: 'The provider’s fault',
  })
  expect(await rule.findings(now)).toEqual([])
  await removeCorrection(ctx, id)
  expect(await rule.findings(now)).toMatchObject([{ severity: 'critical' }])
})

test('the preview says of every minute what the rule would have found in it', async () => {
  await traffic(600, 0, 20)
  await haveRequests(
    database,
    Array.from({ length: 5 }, (_, i) => ({ at: ago(300 - i), requests: 20, errors: 20 })),
  )
  const moments = await rule.history(ago(310), now)
  expect(moments.length).toBeGreaterThan(200)
  for (const minutesAgo of [301, 300, 299, 290, 270, 265, 200, 1]) {
    const [found] = await rule.findings(ago(minutesAgo))
    const told = moments.find(({ at }) => at.getTime() === ago(minutesAgo).getTime())
    expect([minutesAgo, told?.subject]).toEqual([minutesAgo, found?.subject])
  }
})
