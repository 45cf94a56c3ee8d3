import { beforeEach, expect, test } from 'vitest'
import { untilSealed } from '../audit/ledger/sealer'
import { type MadeEvent, makeEvents } from '../audit/read/made-events.testing'
import { dayMs, hourMs, minuteMs } from '../clock'
import { getDb } from '../db'
import { uuidv7 } from '../ids'
import { updateCompanySettings } from '../settings'
import { staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { changesBefore } from './changes'

const db = useDatabase()
// Every test has two days of its own: rows of the trail cannot be deleted.
let at = new Date()
beforeEach(() => {
  at = new Date(at.getTime() - 2 * dayMs)
})
const ago = (ms: number) => new Date(at.getTime() - ms)
const change = (action: string, event: MadeEvent = {}) =>
  makeEvents(db, [{ at: ago(hourMs), userName: 'Kim Lee', ...event, action }])
const sentences = async (source = 'daybook') => (await changesBefore(getDb(), { at, source })).map((c) => c.sentence)

/** Events with columns that `makeEvents` does not know. */
const insert = (columns: {
  action: string
  at: Date
  source?: string
  release?: string
  before?: object
  after?: object
}) =>
  db.ownerQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "actorType", "userName", "release", "before", "after")
     VALUES ($1, $2, $3, 'INFO', 'test', $4, 'system', $4, $5, $6, $7)`,
    [
      uuidv7(columns.at),
      columns.at,
      columns.action,
      columns.source ?? 'daybook',
      columns.release ?? null,
      columns.before ?? null,
      columns.after ?? null,
    ],
  )

test('nothing changed: nothing is said', async () => {
  await change('LEAD_UPDATED')
  await change('LOGIN')
  expect(await sentences()).toEqual([])
})

test('a change of settings stands there as in the feed, with its event', async () => {
  const ctx = staffContext({ now: () => ago(minuteMs) })
  await updateCompanySettings(ctx, { name: 'Another name' })
  const [found] = await changesBefore(getDb(), { at, source: 'daybook' })
  expect(found).toMatchObject({
    sentence: 'Stella Staff changed the company settings',
    at: ago(minuteMs).toISOString(),
  })
  expect(await getDb().auditLog.count({ where: { id: found?.eventId ?? '' } })).toBe(1)
})

test('only the day before the failure counts', async () => {
  await change('EMAIL_SETTINGS_UPDATED', { at: ago(dayMs + minuteMs) })
  await change('EMAIL_SETTINGS_UPDATED', { at: new Date(at.getTime() + minuteMs) })
  expect(await sentences()).toEqual([])
  await change('EMAIL_SETTINGS_UPDATED', { at: ago(dayMs - minuteMs) })
  expect(await sentences()).toEqual(['Kim Lee changed the e-mail settings'])
})

test('the newest five are told, newest first', async () => {
  for (const minutes of [50, 10, 40, 20, 30, 60])
    await change('GENERAL_SETTINGS_UPDATED', { at: ago(minutes * minuteMs) })
  const times = (await changesBefore(getDb(), { at, source: 'daybook' })).map((c) => c.at)
  expect(times).toEqual([10, 20, 30, 40, 50].map((minutes) => ago(minutes * minuteMs).toISOString()))
})

test('a member who was changed counts when the role was', async () => {
  await insert({ action: 'USER_UPDATED', at: ago(hourMs), before: { name: 'a' }, after: { name: 'b' } })
  expect(await sentences()).toEqual([])
  await insert({ action: 'USER_UPDATED', at: ago(hourMs), before: { role: 'STAFF' }, after: { role: 'ADMIN' } })
  await change('USER_DELETED', { at: ago(2 * hourMs) })
  expect(await sentences()).toEqual(['Daybook changed a member: STAFF became ADMIN', 'Kim Lee removed a member'])
})

test('a start counts when it brought another release', async () => {
  const start = (hours: number, release: string, source = 'daybook') =>
    insert({ action: 'SYSTEM_STARTED', at: ago(hours * hourMs), release, source })
  await start(30, '1.0.0', 'releases')
  await start(3, '1.0.0', 'releases')
  await start(4, '0.1.0', 'other')
  expect(await sentences()).toEqual([])
  await start(2, '1.1.0', 'releases')
  await start(1, '1.1.0', 'releases')
  expect(await sentences()).toEqual(['Releases started with release 1.1.0 after 1.0.0 (releases)'])
})

test('migrations and maintenance count', async () => {
  await change('MIGRATIONS_APPLIED', { userName: 'daybook' })
  await change('MAINTENANCE_MODE_TOGGLED')
  expect(await sentences()).toEqual(['Kim Lee switched maintenance mode', 'Daybook migrated the database'])
})

test('of how alerts are told only a changed rule counts', async () => {
  for (const action of [
    'ALERT_CHANNEL_TESTED',
    'ALERT_SETTINGS_UPDATED',
    'SILENCE_CREATED',
    'MAINTENANCE_WINDOW_CREATED',
  ])
    await change(action)
  expect(await sentences()).toEqual([])
  await change('ALERT_RULE_UPDATED')
  expect(await sentences()).toEqual(['Kim Lee changed an alert rule'])
})

test('deployments and flags of other systems count, sealed or not, in their own words', async () => {
  await change('web.deployed', { source: 'ci', description: 'Web 2.3 deployed' })
  await change('FLAG_CHECKOUT_ON', { source: 'shop', description: '' })
  await change('order.created', { source: 'shop' })
  const expected = ['flag checkout on (shop)', 'Web 2.3 deployed (ci)']
  expect(await sentences()).toEqual(expected)
  await untilSealed()
  expect(await sentences()).toEqual(expected)
})

test('the sample company and the real one are not mixed', async () => {
  await change('EMAIL_SETTINGS_UPDATED', { source: 'sample' })
  await change('GENERAL_SETTINGS_UPDATED')
  expect(await sentences()).toEqual(['Kim Lee changed the general settings'])
  expect(await sentences('sample')).toEqual(['Kim Lee changed the e-mail settings'])
})
