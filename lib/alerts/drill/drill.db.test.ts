import { beforeEach, describe, expect, it } from 'vitest'
import { minuteMs } from '../../clock'
import { type Context, systemContext } from '../../context'
import { withTx } from '../../db'
import { setEnv } from '../../env'
import { updateCompanySettings } from '../../settings'
import { newChannel } from '../../testing/alerts'
import { staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import { openPagerDuty, routingKey } from '../../testing/receivers/pagerduty'
import { createChannel } from '../channels'
import { Deliverer } from '../deliver/deliverer'
import { updateAlertSettings } from '../silences'
import { acknowledgeDrill, listDrills } from '.'
import { runDrill } from './drill-job'

const database = useDatabase()
const ctx = systemContext('test')
/** Mondays at ten in Berlin: before and after the clocks go back. */
const beforeChange = new Date('2026-10-19T08:00:00Z')
const monday = new Date('2026-10-26T09:00:00Z')
const after = (from: Date, minutes: number) => new Date(from.getTime() + minutes * minuteMs)
const at = (now: Date): Context => staffContext({ now: () => now })

beforeEach(async () => {
  await withTx(ctx, async (tx) => {
    await tx.alertDrill.deleteMany()
    await tx.delivery.deleteMany()
    await tx.alertChannel.updateMany({ data: { isEnabled: false } })
  })
  await updateCompanySettings(ctx, { timeZone: 'Europe/Berlin' })
  await updateAlertSettings(ctx, { drill: { isOn: true, weekday: 1, at: '10:00' } })
})

const sent = () =>
  database.ownerQuery<{ channelId: string; kind: string; severity: string; sentence: string; link: string }>(
    `SELECT "channelId", "kind", "message" ->> 'severity' AS severity, "message" ->> 'sentence' AS sentence,
       "message" -> 'links' ->> 'dashboard' AS link FROM "Delivery" ORDER BY "id"`,
  )
const drills = async () => (await listDrills(ctx, { limit: 20 })).items

describe('the weekly drill', () => {
  it('goes to every active channel at its time on its weekday, also across the change of clocks', async () => {
    const channels = [await newChannel(), await newChannel({ isEscalationOnly: true, minSeverity: 'critical' })]
    for (const due of [beforeChange, monday]) {
      expect(await runDrill(ctx, after(due, -15))).toEqual({ started: 0, failed: 0 })
      expect(await runDrill(ctx, due)).toEqual({ started: 1, failed: 0 })
      const [drill] = await drills()
      await acknowledgeDrill(at(after(due, 5)), drill?.id ?? '')
    }
    expect(await runDrill(ctx, after(monday, 24 * 60))).toEqual({ started: 0, failed: 0 })
    const messages = await sent()
    expect(messages.map(({ channelId }) => channelId).sort()).toEqual([...channels, ...channels].sort())
    expect(messages.every(({ kind, sentence }) => kind === 'drill' && /nothing is wrong/.test(sentence))).toBe(true)
    const [drill] = await drills()
    expect(messages.at(-1)?.link).toMatch(new RegExp(`/dashboard/alerts\\?drill=${drill?.id}$`))
  })

  it('begins once, however often and by however many it is looked at', async () => {
    await newChannel()
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => runDrill(ctx, monday)))
    expect(outcomes.map(({ started }) => started).sort()).toEqual([0, 0, 0, 1])
    expect(await runDrill(ctx, after(monday, 15))).toEqual({ started: 0, failed: 0 })
    expect(await sent()).toHaveLength(1)
  })

  it('does not begin in the night after a day on which Daybook stood still, nor while it is off, nor without a channel', async () => {
    expect((await runDrill(ctx, monday)).started).toBe(0)
    await newChannel()
    expect((await runDrill(ctx, after(monday, 6 * 60 + 1))).started).toBe(0)
    await updateAlertSettings(ctx, { drill: { isOn: false, weekday: 1, at: '10:00' } })
    expect((await runDrill(ctx, monday)).started).toBe(0)
    expect(await drills()).toEqual([])
  })

  it('is over when somebody acknowledged it within the hour; the second is told who was first', async () => {
    await newChannel()
    await runDrill(ctx, monday)
    const [drill] = await drills()
    const id = drill?.id ?? ''
    const answer = await acknowledgeDrill(at(after(monday, 59)), id)
    expect(answer).toMatchObject({ acknowledgedByName: 'Stella Staff', failedAt: null })
    await expect(acknowledgeDrill(at(after(monday, 59)), id)).rejects.toMatchObject({
      code: 'CONFLICT',
      publicMessage: 'Stella Staff acknowledged this drill already.',
    })
    expect((await runDrill(ctx, after(monday, 75))).failed).toBe(0)
    const events = await database.ownerQuery(
      `SELECT 1 FROM "AuditLog" WHERE "action" = 'ALERT_DRILL_ACKNOWLEDGED' AND "entityId" = $1`,
      [id],
    )
    expect(events).toHaveLength(1)
  })

  it.each([
    ['acknowledged', (id: string) => acknowledgeDrill(at(after(monday, 5)), id)],
    ['missed', () => runDrill(ctx, after(monday, 60))],
  ])('closes its incident at PagerDuty when it was %s, and says nothing of that elsewhere', async (_how, end) => {
    const pagerduty = await openPagerDuty()
    setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true', LOG_LEVEL: 'error' })
    const config = { routingKey, baseUrl: pagerduty.url }
    const made = { type: 'pagerduty', name: 'PD', config, minSeverity: 'info', isEscalationOnly: false } as const
    const { id: channelId } = await createChannel(ctx, made)
    const other = await newChannel({ config: { url: `${pagerduty.url}/x` } })
    await runDrill(ctx, monday)
    const [drill] = await drills()
    const key = drill?.id ?? ''
    // The first attempt fails, so that the end is there before the drill arrived.
    pagerduty.behave({ kind: 'status', status: 503 })
    await new Deliverer().deliverDue()
    pagerduty.behave()
    await end(key)
    await new Deliverer().deliverDue()
    expect(pagerduty.incidents.get(key)).toBeUndefined()
    await database.ownerQuery(`UPDATE "Delivery" SET "nextAttemptAt" = now() WHERE "status" = 'PENDING'`)
    await new Deliverer().deliverDue()
    expect(pagerduty.incidents.get(key)).toMatchObject({ triggers: 1, isOpen: false })
    const kindsTo = async (id: string) => (await sent()).filter((one) => one.channelId === id).map(({ kind }) => kind)
    expect(await kindsTo(channelId)).toContain('resolved')
    expect(await kindsTo(other)).not.toContain('resolved')
    await pagerduty.close()
  })

  it('is told to everybody, once and as high, when nobody acknowledged it in time', async () => {
    const channels = [await newChannel(), await newChannel()]
    await runDrill(ctx, monday)
    const [drill] = await drills()
    expect((await runDrill(ctx, after(monday, 45))).failed).toBe(0)
    expect((await runDrill(ctx, after(monday, 60))).failed).toBe(1)
    expect((await runDrill(ctx, after(monday, 75))).failed).toBe(0)
    const failed = (await sent()).filter(({ kind }) => kind === 'dead-letter')
    expect(failed.map(({ channelId }) => channelId).sort()).toEqual(channels.sort())
    expect(failed.every(({ severity }) => severity === 'high')).toBe(true)
    expect((await drills())[0]?.failedAt).toBe(after(monday, 60).toISOString())
    await expect(acknowledgeDrill(at(after(monday, 61)), drill?.id ?? '')).rejects.toMatchObject({
      code: 'CONFLICT',
      publicMessage: 'The time to acknowledge this drill is over.',
    })
  })

  it('cannot be acknowledged after its hour, even before the job has looked', async () => {
    await newChannel()
    await runDrill(ctx, monday)
    const [drill] = await drills()
    await expect(acknowledgeDrill(at(after(monday, 60)), drill?.id ?? '')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(acknowledgeDrill(at(monday), crypto.randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
