import { beforeEach, describe, expect, test } from 'vitest'
import { createMaintenanceWindow } from '../alerts/silences'
import { dayMs, hourMs, minuteMs } from '../clock'
import { systemContext } from '../context'
import { withTx } from '../db'
import { rollUpHours } from '../health/roll-up'
import { useDatabase } from '../testing/database'
import { haveHealth, haveRequests } from '../testing/measurements'
import { createCorrection, exportSloMonths, listCorrections, listSloMonths, removeCorrection } from './index'
import { keepSloMonths } from './months'
import { sloReport } from './report'
import { getSloTargets, updateSloTargets } from './targets'

const database = useDatabase()
const now = new Date('2026-11-28T12:00:30Z')
const noon = Date.parse('2026-11-28T12:00:00Z')
const ago = (ms: number) => new Date(noon - ms)
const ctx = { ...systemContext('test'), now: () => now }
const rollUp = (moment = now) => withTx(ctx, (tx) => rollUpHours(tx, moment))
const budgets = async () => {
  const { items } = await sloReport(ctx)
  const of = (name: string) => items.find((item) => item.name === name)?.budget
  return { availability: of('availability'), requests: of('requests'), latency: of('latency') }
}
const problemOf = (action: Promise<unknown>) =>
  action.then(
    () => 'none',
    (error: Error & { code?: string }) => error.message,
  )

beforeEach(async () => {
  await database.ownerQuery(
    `TRUNCATE "HealthSnapshot", "HealthHour", "RequestTotal", "RequestMinute", "MaintenanceWindow", "Setting",
       "SloCorrection", "SloMonth"`,
  )
})

/** Two hours: an outage of seven minutes, 2,000 requests of which three failed and 80 were slow. */
async function twoHours(): Promise<void> {
  await haveHealth(database, { from: ago(2 * hourMs), to: ago(hourMs) })
  await haveHealth(database, { from: ago(hourMs - 7 * minuteMs), to: ago(0) })
  await haveRequests(database, [
    { at: ago(90 * minuteMs), requests: 1_900, ms: 20 },
    { at: ago(45 * minuteMs), requests: 77, ms: 900 },
    { at: ago(53 * minuteMs), requests: 20, ms: 20 },
    { at: ago(58 * minuteMs), requests: 3, errors: 3, ms: 900 },
  ])
  await rollUp()
}

describe('the last 30 days', () => {
  test('say what may still go wrong, in events and in minutes', async () => {
    await twoHours()
    const { availability, requests, latency } = await budgets()
    // Seven minutes from 11:00 touch two slices, the three failures lie in the first of them.
    expect(availability).toMatchObject({ total: 24, bad: 2, allowed: 8, left: 6, minutesLeft: 30, status: 'met' })
    expect(requests).toMatchObject({ total: 2_000, bad: 3, allowed: 2, left: -1, status: 'missed' })
    expect(latency).toMatchObject({ total: 2_000, bad: 80, allowed: 100, left: 20, status: 'met' })
  })

  test('a slice in which more than a twentieth and at least three requests failed is bad, though Daybook was up', async () => {
    await haveHealth(database, { from: ago(hourMs), to: ago(0) })
    await haveRequests(database, [
      { at: ago(50 * minuteMs), requests: 59, errors: 3 },
      { at: ago(40 * minuteMs), requests: 60, errors: 3 },
      { at: ago(30 * minuteMs), requests: 3, errors: 2 },
    ])
    await rollUp()
    expect((await budgets()).availability).toMatchObject({ total: 12, bad: 1 })
  })

  test('300 ms is within 300 ms, and another promise is measured by its own bound', async () => {
    await haveHealth(database, { from: ago(hourMs), to: ago(0) })
    await haveRequests(
      database,
      [300, 301, 500, 501].map((ms, index) => ({ at: ago((index + 1) * minuteMs), requests: 1, ms })),
    )
    await rollUp()
    expect((await budgets()).latency).toMatchObject({ total: 4, bad: 3 })
    await updateSloTargets(ctx, { latencyMs: 500 })
    expect((await budgets()).latency).toMatchObject({ total: 4, bad: 1 })
  })

  test('planned maintenance costs nothing: neither its minutes nor its failures', async () => {
    await createMaintenanceWindow(
      { ...ctx, now: () => ago(dayMs) },
      { name: 'Move', timeZone: 'UTC', weekdays: [], onDay: '2026-11-28', startsAt: '11:00', durationMinutes: 10 },
    )
    await twoHours()
    const { availability, requests } = await budgets()
    expect(availability).toMatchObject({ total: 22, bad: 0 })
    expect(requests).toMatchObject({ total: 1_977, bad: 0 })
    expect((await sloReport(ctx)).excludedMinutes).toEqual({ maintenance: 10, corrections: 0 })
  })

  test('planned maintenance of the last ten minutes costs nothing before its hour is summed up, from its first minute on', async () => {
    await haveHealth(database, { from: ago(hourMs), to: ago(0) })
    await haveRequests(database, [
      { at: ago(30 * minuteMs), requests: 100 },
      // Half of this minute lies further back than ten minutes: it counts for nothing all the same.
      { at: ago(10 * minuteMs), requests: 20, errors: 20 },
      { at: ago(3 * minuteMs), requests: 30, errors: 30 },
    ])
    await rollUp()
    await createMaintenanceWindow(
      { ...ctx, now: () => ago(dayMs) },
      { name: 'Move', timeZone: 'UTC', weekdays: [], onDay: '2026-11-28', startsAt: '11:50', durationMinutes: 10 },
    )
    expect((await budgets()).requests).toMatchObject({ total: 100, bad: 0 })
  })

  test('without any data there is no verdict', async () => {
    const { availability, requests, latency } = await budgets()
    expect([availability?.status, requests?.status, latency?.status]).toEqual(['noData', 'noData', 'noData'])
  })
})

describe('corrections', () => {
  const input = {
    startsAt: ago(hourMs + 20_000).toISOString(),
    endsAt: ago(53 * minuteMs).toISOString(),
    reason: '=HYPERLINK("x") The data centre was on fire',
  }

  test('take whole minutes out of every budget, are listed with their reason, and can be taken back once', async () => {
    await twoHours()
    const made = await createCorrection(ctx, input)
    expect(made).toMatchObject({ startsAt: ago(61 * minuteMs).toISOString(), endsAt: ago(53 * minuteMs).toISOString() })
    expect((await budgets()).availability).toMatchObject({ bad: 0 })
    expect((await budgets()).requests).toMatchObject({ total: 1_997, bad: 0, status: 'met' })
    expect((await sloReport(ctx)).excludedMinutes).toEqual({ maintenance: 0, corrections: 8 })
    expect((await listCorrections()).items).toMatchObject([{ id: made.id, reason: input.reason, removedAt: null }])

    await removeCorrection(ctx, made.id)
    expect((await budgets()).requests).toMatchObject({ total: 2_000, bad: 3 })
    expect((await listCorrections()).items).toMatchObject([{ id: made.id, removedByName: 'test' }])
    expect(await problemOf(removeCorrection(ctx, made.id))).toBe('This correction is removed already.')
    const events = await database.ownerQuery(`SELECT "action" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`, [
      made.id,
    ])
    expect(events.map(({ action }) => action)).toEqual(['SLO_CORRECTION_CREATED', 'SLO_CORRECTION_REMOVED'])
  })

  test.each([
    ['that end before they begin', { endsAt: ago(2 * hourMs).toISOString() }, /must end after/],
    ['of what is to come', { endsAt: ago(-hourMs).toISOString() }, /Only what is over/],
    ['of more than a week', { startsAt: ago(8 * dayMs).toISOString() }, /seven days/],
    [
      'of what is settled',
      { startsAt: ago(91 * dayMs).toISOString(), endsAt: ago(90.5 * dayMs).toISOString() },
      /settled/,
    ],
  ])('%s are refused', async (_, changed, problem) => {
    expect(await problemOf(createCorrection(ctx, { ...input, ...changed }))).toMatch(problem)
    expect((await listCorrections()).items).toEqual([])
  })
})

describe('targets', () => {
  test('are changed within limits, with an event that says both', async () => {
    expect(await getSloTargets()).toEqual({ availabilityPercent: 99.9, latencyPercent: 95, latencyMs: 300 })
    await updateSloTargets(ctx, { availabilityPercent: 99.5 })
    expect(await getSloTargets()).toEqual({ availabilityPercent: 99.5, latencyPercent: 95, latencyMs: 300 })
    const [event] = await database.ownerQuery(
      `SELECT "before", "after" FROM "AuditLog" WHERE "action" = 'SLO_TARGETS_UPDATED' AND "after" ? 'availabilityPercent'`,
    )
    expect(event).toEqual({ before: { availabilityPercent: 99.9 }, after: { availabilityPercent: 99.5 } })
  })
})

describe('months', () => {
  const september = new Date('2026-09-10T10:00:00Z')

  test('that are over are kept with what was promised then; corrections still reach them while their minutes are there', async () => {
    await haveHealth(database, { from: september, to: new Date(september.getTime() + hourMs) })
    await rollUp(new Date(september.getTime() + hourMs))
    await haveHealth(database, { from: new Date('2026-10-31T00:00:00Z'), to: ago(0) })
    await haveRequests(database, [{ at: new Date('2026-10-31T10:00:00Z'), requests: 5_000, errors: 8 }])
    await rollUp()
    expect(await withTx(ctx, (tx) => keepSloMonths(tx, now))).toBe(2)
    await updateSloTargets(ctx, { availabilityPercent: 99 })
    const { items } = await listSloMonths(ctx)
    expect(items.map(({ month, isOver, targets }) => [month, isOver, targets.availabilityPercent])).toEqual([
      ['2026-11', false, 99],
      ['2026-10', true, 99.9],
      ['2026-09', true, 99.9],
    ])
    expect(items[1]?.requests).toMatchObject({ total: 5_000, bad: 8, allowed: 5, status: 'missed' })
    await createCorrection(ctx, {
      startsAt: '2026-10-31T10:00:00Z',
      endsAt: '2026-10-31T10:05:00Z',
      reason: 'Fire;=1+1',
    })
    expect((await listSloMonths(ctx)).items[1]?.requests).toMatchObject({ total: 0, bad: 0 })

    const text = await (await exportSloMonths(ctx)).text()
    const lines = text.split('\r\n')
    expect(lines[0]).toMatch(/^"month","from","to","isOver","availabilityTargetPercent"/)
    expect(lines[2]).toMatch(/^"2026-10","2026-10-01T00:00:00.000Z"/)
    // Where a country divides cells by semicolons, the rest of the reason would be a cell.
    expect(lines[2]).toContain(': Fire;\'=1+1"')
    for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=+@-]/)
  })

  test('whose minutes are removed stay as they were kept', async () => {
    await haveHealth(database, { from: september, to: new Date(september.getTime() + hourMs) })
    await rollUp(new Date(september.getTime() + hourMs))
    const october = new Date('2026-10-02T04:00:00Z')
    await withTx(ctx, (tx) => keepSloMonths(tx, october))
    await database.ownerQuery('TRUNCATE "HealthSnapshot", "RequestTotal"')
    // From the 10th at 10:00 there are 5,928 slices, and nobody was there after the first hour.
    const later = new Date('2027-03-01T04:00:00Z')
    expect(await withTx(ctx, (tx) => keepSloMonths(tx, later))).toBe(3)
    const { items } = await listSloMonths({ ...ctx, now: () => later })
    expect(items.find(({ month }) => month === '2026-09')?.availability).toMatchObject({ bad: 5_928 - 12 })
  })
})
