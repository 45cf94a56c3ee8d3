import { describe, expect, it } from 'vitest'
import { withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { refusalOf, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import { AlertSettings, AlertSettingsPatch } from '../contract'
import { getAlertSettings, updateAlertSettings } from './index'

const db = useDatabase()
const ctx = staffContext()
const defaults = AlertSettings.parse({})
const escalation = defaults.escalation

async function newChannel(deletedAt: Date | null = null): Promise<string> {
  const [id, now] = [uuidv7(), new Date()]
  await withTx(ctx, (tx) =>
    tx.alertChannel.create({ data: { id, type: 'slack', name: 'Team', createdAt: now, updatedAt: now, deletedAt } }),
  )
  return id
}

describe('how alerts behave', () => {
  it('is as the contract says while nobody has set anything', async () => {
    expect(await getAlertSettings()).toEqual({
      cooldownMinutes: 10,
      reminderMinutes: 240,
      quietHours: { isOn: false, from: '22:00', to: '07:00' },
      escalation: { channelIds: [], criticalMinutes: 5, highMinutes: 15, mediumMinutes: 60 },
      digest: { isOn: true, at: '08:00', channelIds: [] },
      drill: { isOn: false, weekday: 1, at: '10:00' },
    })
  })

  it('changes in what is given and in nothing else, with an event that has both', async () => {
    const before = await getAlertSettings()
    const quietHours = { isOn: true, from: '21:30', to: '06:15' }
    const patch = AlertSettingsPatch.parse({ quietHours, cooldownMinutes: 20 })
    expect(await updateAlertSettings(ctx, patch)).toEqual({ ...before, quietHours, cooldownMinutes: 20 })
    const drill = { isOn: true, weekday: 5, at: '09:00' }
    const after = await updateAlertSettings(ctx, AlertSettingsPatch.parse({ drill }))
    expect(after).toEqual({ ...before, quietHours, cooldownMinutes: 20, drill })
    expect(await withTx(ctx, getAlertSettings)).toEqual(after)
    const [event] = await db.ownerQuery(
      `SELECT "action", "entityType", "entityId", "before", "after" FROM "AuditLog"
       WHERE "action" = 'ALERT_SETTINGS_UPDATED' ORDER BY "id" LIMIT 1`,
    )
    expect(event).toEqual({
      action: 'ALERT_SETTINGS_UPDATED',
      entityType: 'Setting',
      entityId: 'alerts',
      before: { quietHours: before.quietHours, cooldownMinutes: 10 },
      after: { quietHours, cooldownMinutes: 20 },
    })
  })

  it('escalates along channels that exist, in their order', async () => {
    const channelIds = [await newChannel(), await newChannel()].reverse()
    await updateAlertSettings(ctx, { escalation: { ...escalation, channelIds } })
    expect((await getAlertSettings()).escalation.channelIds).toEqual(channelIds)
  })

  it('refuses a channel that never was or is gone, at its place in the list, and changes nothing', async () => {
    const before = await getAlertSettings()
    const [known, gone] = [await newChannel(), await newChannel(new Date())]
    const refusal = await refusalOf(
      updateAlertSettings(ctx, {
        cooldownMinutes: 99,
        escalation: { ...escalation, channelIds: [known, gone] },
        digest: { ...defaults.digest, channelIds: [uuidv7()] },
      }),
    )
    expect(refusal.code).toBe('INVALID_INPUT')
    expect(refusal.problems.map(({ pointer }) => pointer)).toEqual(['/escalation/channelIds/1', '/digest/channelIds/0'])
    expect(await getAlertSettings()).toEqual(before)
  })

  it('loses nothing when two people change different things at once', async () => {
    await Promise.all([
      updateAlertSettings(ctx, { cooldownMinutes: 33 }),
      updateAlertSettings(ctx, { reminderMinutes: 44 }),
    ])
    expect(await getAlertSettings()).toMatchObject({ cooldownMinutes: 33, reminderMinutes: 44 })
  })

  it.each([
    [{ quietHours: { isOn: true, from: '22:00', to: '22:00' } }],
    [{ quietHours: { isOn: true, from: '24:00', to: '07:00' } }],
    [{ cooldownMinutes: 0 }],
    [{ drill: { isOn: true, weekday: 8, at: '10:00' } }],
  ])('cannot be %j', (patch) => {
    expect(AlertSettingsPatch.safeParse(patch).success).toBe(false)
  })
})
