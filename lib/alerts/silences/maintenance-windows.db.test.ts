import { describe, expect, it } from 'vitest'
import { uuidv7 } from '../../ids'
import { outcomeOf, raceBehindLock, refusalOf, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import type { MaintenanceWindowInput } from './contract'
import {
  createMaintenanceWindow,
  deleteMaintenanceWindow,
  listMaintenanceWindows,
  updateMaintenanceWindow,
} from './index'

const db = useDatabase()
const noon = new Date('2026-11-28T12:00:00.000Z')
const ctx = staffContext({ now: () => noon })
const weekly: MaintenanceWindowInput = {
  name: 'weekly update',
  timeZone: 'Europe/Berlin',
  weekdays: [7, 3, 7],
  onDay: null,
  startsAt: '02:30',
  durationMinutes: 90,
}
const plan = (input: Partial<MaintenanceWindowInput> = {}) => createMaintenanceWindow(ctx, { ...weekly, ...input })
const once = (onDay: string, startsAt = '02:30') => plan({ weekdays: [], onDay, startsAt })

const eventsOf = (entityId: string) =>
  db.ownerQuery<{ action: string; before: unknown; after: unknown; description: string }>(
    `SELECT "action", "before", "after", "description" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`,
    [entityId],
  )

describe('planning maintenance', () => {
  it('answers when it comes next, with its days in order and once', async () => {
    expect(await plan()).toMatchObject({
      weekdays: [3, 7],
      startsAt: '02:30',
      isEnabled: true,
      isActive: false,
      nextStart: '2026-11-29T01:30:00.000Z',
      createdByName: 'Stella Staff',
    })
  })

  it('says that it is open, and when it comes again', async () => {
    expect(await plan({ weekdays: [6], startsAt: '12:30' })).toMatchObject({
      isActive: true,
      nextStart: '2026-12-05T11:30:00.000Z',
    })
  })

  it('once, on a day that is not over', async () => {
    expect(await once('2026-11-28', '12:30')).toMatchObject({ onDay: '2026-11-28', isActive: true, nextStart: null })
    expect(await once('2026-12-24')).toMatchObject({ nextStart: '2026-12-24T01:30:00.000Z' })
  })

  it('on a day that is over is refused at its field', async () => {
    const refusal = await refusalOf(once('2026-11-28', '11:30'))
    expect([refusal.code, refusal.problems[0]?.pointer]).toEqual(['INVALID_INPUT', '/onDay'])
  })

  it('leaves an event with all that was planned', async () => {
    const { id } = await plan({ rule: 'downtime' })
    const [event] = await eventsOf(id)
    expect(event).toMatchObject({
      action: 'MAINTENANCE_WINDOW_CREATED',
      description: 'Planned maintenance: weekly update',
      after: { rule: 'downtime', startsAt: '02:30', durationMinutes: 90, timeZone: 'Europe/Berlin' },
    })
  })
})

describe('changing a maintenance window', () => {
  it('renames it, switches it off and on, each with its event', async () => {
    const { id } = await plan()
    expect(await updateMaintenanceWindow(ctx, id, { name: 'backup' })).toMatchObject({ name: 'backup' })
    expect(await updateMaintenanceWindow(ctx, id, { isEnabled: false })).toMatchObject({
      isEnabled: false,
      nextStart: null,
    })
    const events = (await eventsOf(id)).slice(1)
    expect(events.map(({ description, before, after }) => ({ description, before, after }))).toEqual([
      {
        description: 'Planned maintenance weekly update renamed to backup',
        before: { name: 'weekly update' },
        after: { name: 'backup' },
      },
      {
        description: 'Planned maintenance backup switched off',
        before: { isEnabled: true },
        after: { isEnabled: false },
      },
    ])
  })

  it('to what it is already writes nothing', async () => {
    const { id } = await plan()
    await updateMaintenanceWindow(ctx, id, { isEnabled: true })
    expect(await eventsOf(id)).toHaveLength(1)
  })

  it('that does not exist finds nothing', async () => {
    expect((await refusalOf(updateMaintenanceWindow(ctx, uuidv7(), { name: 'x' }))).code).toBe('NOT_FOUND')
    expect((await refusalOf(deleteMaintenanceWindow(ctx, uuidv7()))).code).toBe('NOT_FOUND')
  })
})

describe('removing a maintenance window', () => {
  it('is done by one of two who do it at once, and the event keeps what it was', async () => {
    const { id } = await plan()
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "MaintenanceWindow" WHERE "id" = $1 FOR UPDATE`, params: [id], waiting: 2 },
      () => Promise.all([outcomeOf(deleteMaintenanceWindow(ctx, id)), outcomeOf(deleteMaintenanceWindow(ctx, id))]),
    )
    expect(outcomes).toEqual(expect.arrayContaining([{ id }, 'NOT_FOUND']))
    const events = await eventsOf(id)
    expect(events.map(({ action }) => action)).toEqual(['MAINTENANCE_WINDOW_CREATED', 'MAINTENANCE_WINDOW_DELETED'])
    expect(events[1]?.before).toMatchObject({ name: 'weekly update', startsAt: '02:30' })
  })
})

describe('the list of maintenance windows', () => {
  it('has what is open first, then by the next start, then what will not come', async () => {
    for (const { id } of (await listMaintenanceWindows(ctx)).items) await deleteMaintenanceWindow(ctx, id)
    const off = await plan({ name: 'off' })
    await updateMaintenanceWindow(ctx, off.id, { isEnabled: false })
    await plan({ name: 'wednesday', weekdays: [3] })
    await plan({ name: 'open', weekdays: [6], startsAt: '12:30' })
    await plan({ name: 'sunday', weekdays: [7] })
    const names = (await listMaintenanceWindows(ctx)).items.map(({ name }) => name)
    expect(names).toEqual(['open', 'sunday', 'wednesday', 'off'])
  })
})
