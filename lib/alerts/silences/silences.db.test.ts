import { describe, expect, it } from 'vitest'
import { systemContext } from '../../context'
import { getDb, withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { updateCompanySettings } from '../../settings'
import { outcomeOf, raceBehindLock, refusalOf, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import type { SilenceInput } from './contract'
import {
  createMaintenanceWindow,
  createSilence,
  deleteMaintenanceWindow,
  endSilence,
  getSilence,
  listSilences,
  suppressionAt,
  updateMaintenanceWindow,
} from './index'

const db = useDatabase()
const noon = new Date('2026-11-28T12:00:00.000Z')
const at = (now: Date) => staffContext({ now: () => now })
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)
const alert = { rule: 'error-rate', source: 'daybook', fingerprint: 'daybook' }

/** Silences something at noon, for two hours unless told otherwise. */
const silence = (input: Partial<SilenceInput> = {}) =>
  createSilence(at(noon), { reason: 'database move', endsAt: later(2).toISOString(), ...input })

const reasonAt = (now: Date, asked: typeof alert = alert) =>
  withTx(systemContext('test'), async (tx) => (await suppressionAt(tx, now))(asked))

async function withoutSuppressors<T>(work: () => Promise<T>): Promise<T> {
  await withTx(systemContext('test'), async (tx) => {
    await tx.silence.deleteMany()
    await tx.maintenanceWindow.deleteMany()
  })
  return work()
}

const eventsOf = (entityId: string) =>
  db.ownerQuery<{ action: string; before: unknown; after: unknown; description: string }>(
    `SELECT "action", "before", "after", "description" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`,
    [entityId],
  )

describe('a silence', () => {
  it('keeps every alert from being told while it lasts, and says until when, by whom and why', () =>
    withoutSuppressors(async () => {
      await silence()
      expect(await reasonAt(later(1))).toBe('Silenced until 28 Nov 2026, 14:00 by Stella Staff: database move')
      expect(await reasonAt(later(2))).toBeUndefined()
    }))

  it('names its end in the company’s time zone', () =>
    withoutSuppressors(async () => {
      await updateCompanySettings(at(noon), { timeZone: 'Asia/Kathmandu' })
      await silence()
      expect(await reasonAt(later(1))).toContain('until 28 Nov 2026, 19:45 by')
      await updateCompanySettings(at(noon), { timeZone: 'UTC' })
    }))

  it('holds from its start up to and without its end', () =>
    withoutSuppressors(async () => {
      await silence({ startsAt: later(1).toISOString() })
      const isSilent = async (ms: number) => (await reasonAt(new Date(noon.getTime() + ms))) !== undefined
      const hour = 3_600_000
      expect([await isSilent(hour - 1), await isSilent(hour)]).toEqual([false, true])
      expect([await isSilent(2 * hour - 1), await isSilent(2 * hour)]).toEqual([true, false])
    }))

  it.each([
    ['a rule', { rule: 'error-rate' }, { rule: 'error-burst' }],
    ['a source', { source: 'daybook' }, { source: 'billing', fingerprint: 'billing' }],
    ['one alert', { rule: 'error-rate', fingerprint: 'daybook' }, { fingerprint: 'daybook|disk' }],
    ['a rule of a source', { rule: 'error-rate', source: 'daybook' }, { source: 'billing' }],
  ])('of %s keeps back what it means and nothing else', (_, scope, other) =>
    withoutSuppressors(async () => {
      await silence(scope)
      expect(await reasonAt(later(1))).toBeDefined()
      expect(await reasonAt(later(1), { ...alert, ...other })).toBeUndefined()
    }),
  )

  it('that lasts longest gives the reason', () =>
    withoutSuppressors(async () => {
      await silence({ reason: 'short', endsAt: later(2).toISOString() })
      await silence({ reason: 'long', endsAt: later(9).toISOString() })
      await silence({ reason: 'middle', endsAt: later(4).toISOString() })
      expect(await reasonAt(later(1))).toMatch(/: long$/)
    }))

  it.each([
    ['that ends as it begins', { endsAt: noon }, '/endsAt'],
    ['that ends in the past', { startsAt: later(-3), endsAt: later(-1) }, '/endsAt'],
    ['of more than 30 days', { endsAt: later(30 * 24 + 0.001) }, '/endsAt'],
    ['of one fingerprint of any rule', { endsAt: later(1), fingerprint: 'daybook' }, '/rule'],
  ])('%s is refused', async (_, { startsAt, endsAt, ...rest }: Record<string, unknown>, pointer) => {
    const times = Object.entries({ startsAt, endsAt }).filter(([, time]) => time instanceof Date)
    const input = Object.fromEntries(times.map(([name, time]) => [name, (time as Date).toISOString()]))
    const refusal = await refusalOf(silence({ ...rest, ...input }))
    expect(refusal.code).toBe('INVALID_INPUT')
    expect(refusal.problems.map((problem) => problem.pointer)).toEqual([pointer])
  })

  it('of exactly 30 days is made, and a start in the past is now', async () => {
    const made = await silence({ startsAt: later(-5).toISOString(), endsAt: later(30 * 24).toISOString() })
    expect(made).toMatchObject({ startsAt: noon.toISOString(), isActive: true, createdByName: 'Stella Staff' })
  })

  it('leaves an event that says what is silenced, for how long and why', async () => {
    const { id, endsAt } = await silence({ rule: 'error-rate', source: 'billing' })
    const [event] = await eventsOf(id)
    expect(event).toMatchObject({
      action: 'SILENCE_CREATED',
      description: `Silenced alerts of error-rate from billing until ${endsAt}: database move`,
      after: { reason: 'database move', rule: 'error-rate', source: 'billing', endsAt },
    })
  })
})

describe('ending a silence', () => {
  it('lets alerts be told from now on, and keeps its row', () =>
    withoutSuppressors(async () => {
      const { id } = await silence()
      const ended = await endSilence(at(later(1)), id)
      expect(ended).toMatchObject({ endedAt: later(1).toISOString(), isActive: false })
      expect(await reasonAt(later(1))).toBeUndefined()
      expect(await getSilence(at(later(1)), id)).toEqual(ended)
      expect((await eventsOf(id)).at(-1)).toMatchObject({
        action: 'SILENCE_ENDED',
        before: { endedAt: null },
        after: { endedAt: later(1).toISOString() },
      })
    }))

  it('takes back one that has not begun', () =>
    withoutSuppressors(async () => {
      const { id } = await silence({ startsAt: later(1).toISOString() })
      await endSilence(at(noon), id)
      expect(await reasonAt(later(1.5))).toBeUndefined()
    }))

  it('is a conflict when it is over, and nothing is there to end for an unknown id', async () => {
    const { id } = await silence()
    expect((await refusalOf(endSilence(at(later(2)), id))).code).toBe('CONFLICT')
    expect((await refusalOf(endSilence(at(noon), uuidv7()))).code).toBe('NOT_FOUND')
    expect((await eventsOf(id)).map((event) => event.action)).toEqual(['SILENCE_CREATED'])
  })

  it('is done by one of two who do it at once; the other is told', async () => {
    const { id } = await silence()
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Silence" WHERE "id" = $1 FOR UPDATE`, params: [id], waiting: 2 },
      () => Promise.all([outcomeOf(endSilence(at(later(1)), id)), outcomeOf(endSilence(at(later(1)), id))]),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(1)
    expect((await eventsOf(id)).map((event) => event.action)).toEqual(['SILENCE_CREATED', 'SILENCE_ENDED'])
  })
})

describe('the list of silences', () => {
  it('has those in force or still to come, or those that are over, newest first and by pages', () =>
    withoutSuppressors(async () => {
      const make = (minute: number, input: Partial<SilenceInput>) => {
        const now = later(minute / 60)
        return createSilence(at(now), { reason: 'database move', endsAt: later(9).toISOString(), ...input })
      }
      const past = await make(0, { endsAt: later(1).toISOString() })
      const ended = await make(1, {})
      await endSilence(at(later(1)), ended.id)
      const active = await make(2, {})
      const coming = await make(3, { startsAt: later(8).toISOString() })
      const idsOf = async (query: object) =>
        (await listSilences(at(later(1)), { limit: 20, cursor: undefined, active: undefined, ...query })).items.map(
          ({ id }) => id,
        )
      expect(await idsOf({ active: true })).toEqual([coming.id, active.id])
      expect(await idsOf({ active: false })).toEqual([ended.id, past.id])
      expect(await idsOf({})).toEqual([coming.id, active.id, ended.id, past.id])
      expect(await idsOf({ cursor: active.id, limit: 1 })).toEqual([ended.id])
    }))
})

describe('a maintenance window', () => {
  const saturdays = { weekdays: [6], onDay: null, startsAt: '13:00', durationMinutes: 60, timeZone: 'Europe/Berlin' }

  it('keeps the alerts it means from being told while it is open, and says so by its name', () =>
    withoutSuppressors(async () => {
      await createMaintenanceWindow(at(noon), { name: 'weekly update', ...saturdays, source: 'daybook' })
      expect(await reasonAt(noon)).toBe('Maintenance: weekly update')
      expect(await reasonAt(new Date(noon.getTime() - 1))).toBeUndefined()
      expect(await reasonAt(later(1))).toBeUndefined()
      expect(await reasonAt(later(7 * 24))).toBe('Maintenance: weekly update')
      expect(await reasonAt(noon, { ...alert, source: 'billing' })).toBeUndefined()
    }))

  it('stands behind a silence', () =>
    withoutSuppressors(async () => {
      await createMaintenanceWindow(at(noon), { name: 'weekly update', ...saturdays })
      await silence()
      expect(await reasonAt(noon)).toMatch(/^Silenced/)
    }))

  it('that is switched off or removed keeps nothing back', () =>
    withoutSuppressors(async () => {
      const off = await createMaintenanceWindow(at(noon), { name: 'off', ...saturdays })
      const gone = await createMaintenanceWindow(at(noon), { name: 'gone', ...saturdays })
      await updateMaintenanceWindow(at(noon), off.id, { isEnabled: false })
      await deleteMaintenanceWindow(at(noon), gone.id)
      expect(await reasonAt(noon)).toBeUndefined()
    }))

  it('in a time zone that this system does not know keeps nothing back and breaks nothing', () =>
    withoutSuppressors(async () => {
      const { id } = await createMaintenanceWindow(at(noon), { name: 'weekly update', ...saturdays })
      await withTx(systemContext('test'), (tx) =>
        tx.maintenanceWindow.update({ where: { id }, data: { timeZone: 'Mars/Olympus_Mons' } }),
      )
      expect(await reasonAt(noon)).toBeUndefined()
    }))

  it('is read once for all alerts', () =>
    withoutSuppressors(async () => {
      await silence()
      const find = await withTx(systemContext('test'), (tx) => suppressionAt(tx, noon))
      await getDb().silence.deleteMany()
      expect(find(alert)).toBeDefined()
    }))
})
