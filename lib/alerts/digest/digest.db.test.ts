import { beforeEach, describe, expect, it } from 'vitest'
import { latestCheckpointNote } from '../../audit/ledger'
import { untilSealed } from '../../audit/ledger/sealer'
import { makeEvents } from '../../audit/read/made-events.testing'
import { hourMs, minuteMs } from '../../clock'
import { type Context, systemContext } from '../../context'
import { getDb, withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { createUser } from '../../members'
import { updateCompanySettings } from '../../settings'
import { newChannel } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { updateAlertSettings } from '../silences'
import { getDigest, listDigests } from '.'
import { writeDueDigest } from './digest-job'

const database = useDatabase()
const ctx = systemContext('test')
const day = '2026-11-26'
/** Noon of that day in Berlin, and eight the morning after. */
const noon = new Date('2026-11-26T11:00:00Z')
const morning = new Date('2026-11-27T07:00:00Z')
const later = (from: Date, ms: number) => new Date(from.getTime() + ms)
const at = (now: Date): Context => systemContext('test', { now: () => now })

beforeEach(async () => {
  await withTx(ctx, async (tx) => {
    await tx.digest.deleteMany()
    await tx.delivery.deleteMany()
    await tx.alert.deleteMany()
    await tx.userLoginHistory.deleteMany()
    await tx.requestMinute.deleteMany()
    await tx.alertChannel.updateMany({ data: { isEnabled: false } })
  })
  await database.ownerQuery(`DELETE FROM "AuditHour"`)
  await updateCompanySettings(ctx, { timeZone: 'Europe/Berlin' })
  await updateAlertSettings(ctx, { digest: { isOn: true, at: '08:00', channelIds: [] } })
  await makeEvents(database, [{ at: later(noon, -40 * 24 * hourMs), action: 'LOGIN' }])
})

async function written(now = morning) {
  expect(await writeDueDigest(ctx, now)).toMatchObject({ day, outcome: 'written' })
  return getDigest(ctx, day)
}

const failure = (at: Date, errorMessage: string, action = 'API_ERROR', entityType = 'Invoice') => ({
  at,
  action,
  severity: 'ERROR' as const,
  entityType,
  errorMessage,
})

describe('the digest', () => {
  it('is written once, after eight in the company’s zone, whoever looks and however often', async () => {
    await newChannel({ type: 'slack' })
    expect(await writeDueDigest(ctx, later(morning, -minuteMs))).toMatchObject({ outcome: 'not due' })
    const outcomes = await Promise.all([1, 2, 3].map(() => writeDueDigest(ctx, later(morning, 5 * minuteMs))))
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['there already', 'there already', 'written'])
    expect(await writeDueDigest(ctx, later(morning, 9 * hourMs))).toMatchObject({ outcome: 'there already' })
    expect(await getDb().delivery.count({ where: { kind: 'digest' } })).toBe(1)
  })

  it.each([
    ['Europe/Berlin', '2026-03-28', '2026-03-29T06:00:00Z', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-30T06:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-26T07:00:00Z', 25],
    ['America/Chicago', '2026-03-08', '2026-03-09T13:00:00Z', 23],
    ['America/Chicago', '2026-11-01', '2026-11-02T14:00:00Z', 25],
  ])('in %s of %s is due at %s and covers %i hours', async (timeZone, covered, due, hours) => {
    await updateCompanySettings(ctx, { timeZone })
    await makeEvents(database, [{ at: new Date('2025-11-01T00:00:00Z'), action: 'LOGIN' }])
    expect(await writeDueDigest(ctx, later(new Date(due), -1))).toMatchObject({ outcome: 'not due' })
    expect(await writeDueDigest(ctx, new Date(due))).toMatchObject({ day: covered, outcome: 'written' })
    const { from, to } = await getDigest(ctx, covered)
    expect((Date.parse(to) - Date.parse(from)) / hourMs).toBe(hours)
  })

  it('goes to chat and mail, or to the channels of the settings, or to nobody when it is off', async () => {
    const ids = {
      slack: await newChannel({ type: 'slack' }),
      email: await newChannel({ type: 'email' }),
      sms: await newChannel({ type: 'sms' }),
      webhook: await newChannel({ type: 'webhook' }),
    }
    const told = async (digest: { isOn: boolean; channelIds: string[] }) => {
      await withTx(ctx, async (tx) => {
        await tx.digest.deleteMany()
        await tx.delivery.deleteMany()
      })
      await updateAlertSettings(ctx, { digest: { at: '08:00', ...digest } })
      await written()
      return (await getDb().delivery.findMany({ orderBy: { channelId: 'asc' } })).map(({ channelId }) => channelId)
    }
    expect(await told({ isOn: true, channelIds: [] })).toEqual([ids.slack, ids.email].sort())
    expect(await told({ isOn: true, channelIds: [ids.webhook] })).toEqual([ids.webhook])
    expect(await told({ isOn: false, channelIds: [] })).toEqual([])
  })

  it('says in one line that there is nothing to say', async () => {
    const digest = await written()
    expect(digest.headline).toBe('Nothing to report: no new errors, no alerts, no unusual sign-ins.')
    expect(digest.text.split('\n\n')).toEqual([
      digest.headline,
      'Error budget: no requests measured yet.\nBackup: no backup yet.',
    ])
  })

  it('does not tell of a day on which Daybook was not there yet', async () => {
    expect(await writeDueDigest(ctx, new Date('2025-06-01T12:00:00Z'))).toMatchObject({ outcome: 'no events yet' })
  })

  it('names the most frequent actions with their change against the day before', async () => {
    const hour = (hoursAfterNoon: number, action: string, count: number) => ({
      at: later(noon, hoursAfterNoon * hourMs),
      source: 'daybook',
      action,
      severity: 'INFO' as const,
      count: BigInt(count),
    })
    await withTx(ctx, (tx) =>
      tx.auditHour.createMany({
        data: [
          hour(0, 'PAYMENT_RECEIVED', 30),
          hour(-24, 'PAYMENT_RECEIVED', 20),
          hour(1, 'LOGIN', 4),
          hour(-36, 'LOGIN', 9),
          hour(36, 'LOGIN', 9),
        ],
      }),
    )
    const { topActions, text, events } = await written()
    expect(topActions.map(({ action, count, dayBefore }) => [action, count, dayBefore])).toEqual([
      ['PAYMENT_RECEIVED', 30, 20],
      ['LOGIN', 4, 9],
    ])
    expect(events).toBe(34)
    expect(text).toContain('• Payment received: 30 (+50 % on the day before)')
    expect(text).toContain('• Login: 4 (−56 % on the day before)')
  })

  it('names sign-ins from new addresses, with new browsers and at new hours, and many that failed', async () => {
    const { id: userId } = await createUser(ctx, {
      email: `${uuidv7()}@example.org`,
      name: 'Kim Lee',
      role: 'STAFF',
      password: 'a password for tests',
    })
    const signIn = (loginAt: Date, ipAddress: string, userAgent: string, success = true) => ({
      id: uuidv7(loginAt),
      userId,
      accountKey: Uint8Array.from(Buffer.alloc(32, 'kim')),
      loginAt,
      ipAddress,
      userAgent,
      success,
    })
    const habit = Array.from({ length: 25 }, (_, i) =>
      signIn(later(noon, -(i + 1) * 24 * hourMs), '203.0.113.1', 'Firefox/141.0'),
    )
    const night = new Date('2026-11-26T02:12:00Z')
    await withTx(ctx, (tx) =>
      tx.userLoginHistory.createMany({
        data: [
          ...habit,
          signIn(noon, '203.0.113.1', 'Firefox/142.0'),
          signIn(night, '198.51.100.9', 'Safari/18'),
          signIn(later(night, minuteMs), '198.51.100.9', 'Safari/18'),
          ...[1, 2, 3, 4, 5].map((i) => signIn(later(noon, i * 1_000), '203.0.113.1', 'Firefox/142.0', false)),
        ],
      }),
    )
    const { signIns, headline } = await written()
    expect(signIns.map(({ sentence }) => sentence)).toEqual([
      '5 failed sign-ins as Kim Lee',
      'Kim Lee signed in from a new address (198.51.100.9) and with a new browser and at 03:12, an hour never used before',
    ])
    expect(headline).toBe('2 unusual sign-ins.')
  })

  it('names the alerts that were open, with how long they lasted', async () => {
    const alert = (openedAt: Date, resolvedAt: Date | null, title: string) => ({
      id: uuidv7(openedAt),
      rule: 'error-rate',
      fingerprint: title,
      source: 'daybook',
      severity: 'high',
      state: resolvedAt ? 'RESOLVED' : 'FIRING',
      title,
      sentence: `${title}.`,
      firstAt: openedAt,
      lastAt: resolvedAt ?? openedAt,
      openedAt,
      resolvedAt,
      resolvedHow: resolvedAt && 'recovered',
    })
    await withTx(ctx, (tx) =>
      tx.alert.createMany({
        data: [
          alert(later(noon, -48 * hourMs), later(noon, -47 * hourMs), 'Before'),
          alert(later(noon, -24 * hourMs), later(noon, -23 * hourMs + 12 * hourMs), 'Into the day'),
          alert(noon, later(noon, 12 * minuteMs), 'Within'),
          alert(later(noon, hourMs), null, 'Still open'),
          alert(later(noon, 24 * hourMs), null, 'After'),
        ],
      }),
    )
    const { alerts, text, headline } = await written()
    expect(alerts.map(({ title }) => title)).toEqual(['Still open', 'Within', 'Into the day'])
    expect(headline).toBe('3 alerts (1 still open).')
    expect(text).toContain('• Within: Within. (12 min)')
    expect(text).toContain('• Still open: Still open. (still open)')
  })

  it('takes the newest checkpoint of the trail out of the house, so that a trail that is cut off shows', async () => {
    await untilSealed()
    const { checkpoint, text } = await written()
    expect(checkpoint).toBe(await latestCheckpointNote())
    expect(text).toContain(checkpoint?.trim())
  })

  it('of today is a preview that is not kept; those of the past are listed, newest first', async () => {
    await written()
    await writeDueDigest(ctx, later(morning, 24 * hourMs))
    const today = await getDigest(at(later(morning, hourMs)), 'today')
    expect(today).toMatchObject({ day: '2026-11-27', sentAt: null, to: later(morning, hourMs).toISOString() })
    const first = await listDigests(ctx, { limit: 1 })
    expect(first.items.map((item) => item.day)).toEqual(['2026-11-27'])
    const second = await listDigests(ctx, { limit: 1, cursor: first.nextCursor ?? '' })
    expect([second.items.map((item) => item.day), second.nextCursor]).toEqual([[day], null])
    await expect(getDigest(ctx, '2020-01-01')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  // The trail forgets nothing, so what these write is there for every later test.

  it('says how much of the error budget is left, how old the backup is, and which channels fail', async () => {
    await newChannel({ type: 'slack', name: 'Ops' })
    await withTx(ctx, async (tx) => {
      await tx.alertChannel.updateMany({
        where: { name: 'Ops' },
        data: { failureStreak: 2, lastError: 'Slack answered 404.' },
      })
      const minute = { instanceId: uuidv7(), buckets: [] }
      await tx.requestTotal.createMany({
        data: [
          { ...minute, at: noon, count: 9_000, errors: 3 },
          { ...minute, at: later(noon, -29 * 24 * hourMs), count: 1_000, errors: 1 },
          { ...minute, at: later(noon, -31 * 24 * hourMs), count: 1_000, errors: 999 },
        ],
      })
    })
    await makeEvents(database, [{ at: later(noon, -15 * hourMs), action: 'BACKUP_COMPLETED' }])
    const { slo, text } = await written()
    expect(slo).toEqual({ objectivePercent: 99.9, requests: 10_000, errors: 4, budgetLeftPercent: 60 })
    expect(text).toContain('Error budget: 60 % left (4 of 10000 requests failed in 30 days')
    expect(text).toContain('Backup: the newest is 1 d 3 h old, which is too old.')
    expect(text).toContain('• Ops: Slack answered 404.')
  })

  it('names kinds of errors that 30 days had not seen, the same with other numbers counting as one', async () => {
    await makeEvents(database, [
      failure(later(noon, -2 * 24 * hourMs), 'Invoice INV-2026-000007 could not be sent to "ada@example.org"'),
      failure(later(noon, -31 * 24 * hourMs), 'Disk is full'),
      failure(noon, 'Invoice INV-2026-000123 could not be sent to "bob@example.org"'),
      failure(noon, 'Timeout after 5003 ms'),
      failure(later(noon, minuteMs), 'Timeout after 4999 ms'),
      failure(later(noon, 2 * minuteMs), 'Timeout after 12 ms', 'API_ERROR', 'Lead'),
      failure(noon, 'Disk is full'),
      failure(later(noon, 24 * hourMs), 'Only tomorrow'),
    ])
    const { newErrors, headline } = await written()
    expect(newErrors.map(({ sentence, count, entityType }) => [sentence, count, entityType])).toEqual([
      ['Timeout after 4999 ms', 2, 'Invoice'],
      ['Disk is full', 1, 'Invoice'],
      ['Timeout after 12 ms', 1, 'Lead'],
    ])
    expect(headline).toBe('3 new kinds of error.')
  })
})
