import { beforeEach, describe, expect, test } from 'vitest'
import { createMaintenanceWindow, deleteMaintenanceWindow } from '../alerts/silences'
import { AuditAction, recordAudit } from '../audit'
import { dayMs, hourMs, minuteMs } from '../clock'
import { systemContext } from '../context'
import { withTx } from '../db'
import { updateCompanySettings } from '../settings'
import { useDatabase } from '../testing/database'
import { haveHealth, haveRequests } from '../testing/measurements'
import { healthHistory } from './history'
import { rollUpHours } from './roll-up'
import { takeSnapshot } from './snapshot'

const database = useDatabase()
const ctx = systemContext('test')
const at = (time: string) => new Date(`2026-11-28T${time}:00Z`)
const now = new Date('2026-11-28T12:00:30Z')
const ago = (ms: number) => new Date(at('12:00').getTime() - ms)
const asOf = (moment: Date) => ({ ...ctx, now: () => moment })
const rollUp = (moment = now, since?: Date) => withTx(ctx, (tx) => rollUpHours(tx, moment, since))
const history = (range: '24h' | '7d' | '30d' | '90d' = '24h', moment = now) => healthHistory(asOf(moment), range)

beforeEach(async () => {
  await database.ownerQuery(
    'TRUNCATE "HealthSnapshot", "HealthHour", "RequestTotal", "RequestMinute", "MaintenanceWindow", "Setting"',
  )
})

describe('uptime', () => {
  test('of a Daybook that was never looked at is not known', async () => {
    await rollUp()
    const { uptime, bars, outages, firstAt, points } = await history()
    expect(uptime).toEqual({ '24h': null, '7d': null, '30d': null, '90d': null })
    expect(new Set(bars.map(({ state }) => state))).toEqual(new Set(['noData']))
    expect([outages, firstAt, points]).toEqual([[], null, []])
  })

  test('begins with the first minute, and has an outage where minutes are missing', async () => {
    await haveHealth(database, { from: ago(3 * hourMs), to: ago(2 * hourMs) })
    await haveHealth(database, { from: ago(2 * hourMs - 6 * minuteMs), to: ago(0) })
    await rollUp()
    const found = await history()
    expect(found.firstAt).toBe(ago(3 * hourMs).toISOString())
    expect(found.minutes).toEqual({ up: 174, degraded: 0, down: 6, maintenance: 0 })
    expect(found.uptime['24h']).toBeCloseTo((100 * 174) / 180, 10)
    expect(found.uptime['90d']).toBe(found.uptime['24h'])
    expect(found.outages).toEqual([
      { from: ago(2 * hourMs).toISOString(), to: ago(2 * hourMs - 6 * minuteMs).toISOString(), minutes: 6 },
    ])
    expect(found.bars.map(({ state }) => state).slice(-4)).toEqual(['up', 'down', 'up', 'noData'])
  })

  test('leaves out a window of planned maintenance, which stays when the window is removed', async () => {
    await haveHealth(database, { from: ago(3 * hourMs), to: ago(2 * hourMs) })
    await haveHealth(database, { from: ago(hourMs), to: ago(0) })
    const window = await createMaintenanceWindow(asOf(ago(dayMs)), {
      name: 'Move',
      timeZone: 'UTC',
      weekdays: [],
      onDay: '2026-11-28',
      startsAt: '10:00',
      durationMinutes: 50,
    })
    await rollUp()
    const planned = { up: 120, degraded: 0, down: 10, maintenance: 50 }
    expect((await history()).minutes).toEqual(planned)
    await deleteMaintenanceWindow(ctx, window.id)
    await rollUp()
    expect((await history()).minutes).toEqual(planned)
  })

  test('a window that was planned afterwards, is switched off or means one rule only excuses nothing', async () => {
    await haveHealth(database, { from: ago(3 * hourMs), to: ago(2 * hourMs) })
    const window = { name: 'Move', timeZone: 'UTC', weekdays: [], onDay: '2026-11-28', startsAt: '10:00' }
    await createMaintenanceWindow(asOf(at('11:00')), { ...window, durationMinutes: 90 })
    await createMaintenanceWindow(asOf(ago(dayMs)), { ...window, durationMinutes: 60, rule: 'error-rate' })
    await createMaintenanceWindow(asOf(ago(dayMs)), { ...window, durationMinutes: 60, source: 'billing' })
    await database.ownerQuery(
      `INSERT INTO "MaintenanceWindow" SELECT gen_random_uuid(), "name", "timeZone", "weekdays", "onDay", "startsAtMinute",
         60, NULL, NULL, false, "createdAt", "updatedAt", "createdByName" FROM "MaintenanceWindow" LIMIT 1`,
    )
    await rollUp()
    expect((await history()).minutes).toEqual({ up: 60, degraded: 0, down: 90, maintenance: 30 })
  })

  test('leaves out the time in maintenance mode, as its events tell and, while it is on, the setting', async () => {
    // On a day of its own, because events stay.
    const noon = new Date('2026-11-20T12:00:30Z')
    const on = (time: string) => new Date(`2026-11-20T${time}:00Z`)
    await haveHealth(database, { from: on('09:00'), to: on('12:00') })
    const record = (moment: Date, enabled: boolean) =>
      withTx(asOf(moment), (tx) =>
        recordAudit(tx, asOf(moment), {
          action: AuditAction.MAINTENANCE_MODE_TOGGLED,
          description: 'Maintenance',
          entityType: 'Setting',
          entityId: 'maintenance',
          before: { enabled: !enabled },
          after: { enabled },
        }),
      )
    await record(on('10:00'), true)
    await record(on('10:20'), false)
    await rollUp(noon)
    expect((await history('24h', noon)).minutes).toEqual({ up: 160, degraded: 0, down: 0, maintenance: 20 })

    await haveHealth(database, { from: ago(hourMs), to: ago(0) })
    await database.ownerQuery(`INSERT INTO "Setting" VALUES ('maintenance', $1, now(), NULL)`, [
      JSON.stringify({ enabled: true, since: at('11:50').toISOString() }),
    ])
    await rollUp(now, at('11:00'))
    expect((await history()).bars.at(-2)?.minutes).toEqual({ up: 50, degraded: 0, down: 0, maintenance: 10 })
  })
})

describe('hours', () => {
  test('are summed up with every snapshot, and again with what came late', async () => {
    await takeSnapshot(
      ctx,
      [{ name: 'disk', run: async () => ({ status: 'degraded', counts: { spool: '42%' } }) }],
      now,
    )
    await haveRequests(database, [{ at: at('12:00'), requests: 10, errors: 1, ms: 150 }])
    await rollUp()
    const [hour] = await database.ownerQuery('SELECT * FROM "HealthHour"')
    expect(hour).toMatchObject({
      at: at('12:00'),
      healthy: '0',
      degraded: '1',
      unhealthy: '0',
      maintenance: '0',
      diskPercent: 42,
      cpuPercent: expect.any(Number),
      loopLagMs: expect.any(Number),
      memoryMb: expect.any(Number),
      requests: 10,
      errors: 1,
    })
    const { points, responses } = await history('24h', new Date(now.getTime() + minuteMs))
    expect(points).toMatchObject([{ requests: 10, errors: 1, p50Ms: 125, diskPercent: 42 }])
    expect(responses).toMatchObject({ good: 10, acceptable: 0, poor: 0 })
  })

  test('are found again after a long absence, with no hour left out', async () => {
    await haveHealth(database, { from: ago(50 * hourMs), to: ago(48 * hourMs) })
    await rollUp(ago(48 * hourMs))
    await haveHealth(database, { from: ago(minuteMs), to: ago(0) })
    await rollUp()
    const [{ count }] = (await database.ownerQuery('SELECT count(*)::int FROM "HealthHour"')) as [{ count: number }]
    expect(count).toBe(51)
    expect((await history('7d')).minutes).toEqual({ up: 121, degraded: 0, down: 48 * 60 - 1, maintenance: 0 })
  })

  test('response classes are those that people are told: 200 ms is good, 500 ms acceptable', async () => {
    await haveHealth(database, { from: ago(hourMs), to: ago(0) })
    const ms = [200, 201, 500, 501, 9_000]
    await haveRequests(
      database,
      ms.map((each, index) => ({ at: ago((index + 1) * minuteMs), requests: 1, ms: each })),
    )
    await rollUp()
    expect((await history()).responses).toMatchObject({ good: 1, acceptable: 2, poor: 2 })
  })

  test('days of the company are the bars and points of months', async () => {
    await updateCompanySettings(ctx, { timeZone: 'Europe/Berlin' })
    await haveHealth(database, { from: new Date('2026-11-26T22:00:00Z'), to: ago(0) })
    await rollUp()
    const { bars, points } = await history('30d')
    expect(bars).toHaveLength(30)
    expect(bars.slice(-4).map(({ from, state }) => `${from} ${state}`)).toEqual([
      '2026-11-24T23:00:00.000Z noData',
      '2026-11-25T23:00:00.000Z up',
      '2026-11-26T23:00:00.000Z up',
      '2026-11-27T23:00:00.000Z up',
    ])
    expect(points.map((point) => point.at)).toEqual(bars.slice(-3).map(({ from }) => from))
  })
})
