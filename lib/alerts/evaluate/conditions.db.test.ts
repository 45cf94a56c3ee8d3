import { beforeEach, describe, expect, it } from 'vitest'
import { hourMs, minuteMs, secondMs } from '../../clock'
import { getDb, withTx } from '../../db'
import { ConditionWorld, newChannel, toldTo } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { newMember } from '../../testing/session'
import { acknowledgeAlert, resolveAlert } from '..'
import { updateAlertSettings } from '../silences'
import { resolveOpen } from './resolve-open'

const database = useDatabase()

beforeEach(async () => {
  await database.ownerQuery(`TRUNCATE "Alert", "AlertNotice", "Delivery", "DeliveryAttempt", "AlertChannel", "Silence",
    "IncidentAlert", "Incident", "IncidentEntry", "IncidentAction"`)
  await database.ownerQuery(`DELETE FROM "Setting"`)
})

const openAlert = () => getDb().alert.findFirstOrThrow({ where: { state: { not: 'RESOLVED' } } })
const states = async () => (await getDb().alert.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state)

describe('a condition', () => {
  it('is one message in ten minutes of trouble, and one when it has recovered, with the duration', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.looksFor(10 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing'])
    world.mends()
    await world.looksFor(30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    expect(await states()).toEqual(['RESOLVED'])
    const last = await getDb().delivery.findFirstOrThrow({ where: { kind: 'resolved' } })
    expect(last.message).toMatchObject({ kind: 'resolved', durationMs: 10 * minuteMs + 30 * secondMs })
  })

  it('has not recovered when it is false only once', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    for (let flap = 0; flap < 5; flap += 1) {
      world.mends()
      await world.looksFor(15 * secondMs)
      world.breaks()
      await world.looksFor(15 * secondMs)
    }
    expect([await toldTo(channel), await states()]).toEqual([['firing'], ['FIRING']])
  })

  it('that comes back within the cooldown is told when the cooldown is over, if it is still there', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    world.mends()
    await world.looksFor(30 * secondMs)
    world.breaks()
    await world.looksFor(9 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    await world.looksFor(minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved', 'firing'])
  })

  it('that comes and goes within the cooldown is not told a second time, nor that it is over', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    for (let time = 0; time < 3; time += 1) {
      world.breaks()
      await world.looksFor(minuteMs)
      world.mends()
      await world.looksFor(minuteMs)
    }
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    expect(await states()).toEqual(['RESOLVED', 'RESOLVED', 'RESOLVED'])
  })

  it('that lasts is told again after four hours, but not once somebody is on it', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.looksFor(4 * hourMs, 5 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing'])
    await world.looksFor(5 * minuteMs, 5 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'repeat'])
    await acknowledgeAlert(world.ctx, (await openAlert()).id)
    await world.looksFor(9 * hourMs, 5 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'repeat'])
    world.mends()
    await world.looksFor(30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'repeat', 'resolved'])
  }, 60_000)

  it('of two systems is two alerts', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.wrong = ['daybook', 'shop'].map((source) => ({
      source,
      sentence: 'Slow.',
      firstAt: world.now,
      lastAt: world.now,
    }))
    await world.look()
    expect(await toldTo(channel)).toEqual(['firing', 'firing'])
    world.wrong = world.wrong.slice(1)
    await world.looksFor(30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'firing', 'resolved'])
  })

  it('found by two at once is one alert', async () => {
    const world = new ConditionWorld()
    world.breaks()
    await Promise.all(Array.from({ length: 8 }, () => world.look()))
    expect(await states()).toEqual(['FIRING'])
  })
})

describe('who is told', () => {
  it('only channels that want alerts of this severity', async () => {
    const [all, worst] = [await newChannel(), await newChannel({ minSeverity: 'critical' })]
    const world = new ConditionWorld('high')
    world.breaks()
    await world.look()
    expect([await toldTo(all), await toldTo(worst)]).toEqual([['firing'], []])
  })

  it('that was told first and is also the next to be told hears of it once at a time', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    await updateAlertSettings(world.ctx, {
      reminderMinutes: 30,
      escalation: { channelIds: [channel], criticalMinutes: 5, highMinutes: 30, mediumMinutes: 60 },
    })
    world.breaks()
    await world.looksFor(30 * minuteMs + 30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'escalation'])
  })

  it('that becomes critical is an incident from then on', async () => {
    const world = new ConditionWorld('high')
    world.breaks()
    await world.look()
    expect(await getDb().incident.count()).toBe(0)
    world.wrong = world.wrong.map((finding) => ({ ...finding, severity: 'critical' }))
    await world.looksFor(minuteMs)
    expect(await getDb().incidentAlert.findMany()).toMatchObject([{ alertId: (await openAlert()).id }])
  })

  it('the next channel of the list when nobody acknowledges in time, and all of them when it is over', async () => {
    const first = await newChannel()
    const second = await newChannel({ isEscalationOnly: true })
    const third = await newChannel({ isEscalationOnly: true })
    const world = new ConditionWorld('high')
    await updateAlertSettings(world.ctx, {
      escalation: { channelIds: [second, third], criticalMinutes: 5, highMinutes: 15, mediumMinutes: 60 },
    })
    world.breaks()
    await world.looksFor(15 * minuteMs)
    expect([await toldTo(first), await toldTo(second)]).toEqual([['firing'], []])
    await world.looksFor(minuteMs)
    expect([await toldTo(second), await toldTo(third)]).toEqual([['escalation'], []])
    await acknowledgeAlert(world.ctx, (await openAlert()).id)
    await world.looksFor(30 * minuteMs)
    expect(await toldTo(third)).toEqual([])
    world.mends()
    await world.looksFor(30 * secondMs)
    expect([await toldTo(first), await toldTo(second), await toldTo(third)]).toEqual([
      ['firing', 'resolved'],
      ['escalation', 'resolved'],
      [],
    ])
  })

  it('a channel once, when its own turn and its turn on the list come at the same look', async () => {
    const first = await newChannel()
    const second = await newChannel({ isEscalationOnly: true })
    const world = new ConditionWorld('high')
    await updateAlertSettings(world.ctx, {
      escalation: { channelIds: [second, first], criticalMinutes: 5, highMinutes: 4, mediumMinutes: 60 },
    })
    world.breaks()
    await world.look()
    const { id } = await openAlert()
    await withTx(world.ctx, (tx) => resolveOpen(tx, world.ctx, { id, now: world.now, how: 'person', byName: 'Kim' }))
    // Opened again within the cooldown; the list is at its second when that is over.
    await world.looksFor(12 * minuteMs, 4 * minuteMs)
    expect([await toldTo(first), await toldTo(second)]).toEqual([['firing', 'resolved', 'firing'], ['escalation']])
  })

  it('nobody when there is no channel: nothing fails and nothing is queued', async () => {
    const world = new ConditionWorld()
    world.breaks()
    await world.looksFor(minuteMs)
    world.mends()
    await world.looksFor(minuteMs)
    expect([await states(), await getDb().delivery.count()]).toEqual([['RESOLVED'], 0])
  })

  it('a channel that was switched off since still hears that it is over', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    await withTx(world.ctx, (tx) => tx.alertChannel.update({ where: { id: channel }, data: { isEnabled: false } }))
    world.mends()
    await world.looksFor(30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
  })
})

describe('what keeps alerts from being told', () => {
  const silence = async (world: ConditionWorld, milliseconds: number) =>
    withTx(world.ctx, (tx) =>
      tx.silence.create({
        data: {
          id: crypto.randomUUID(),
          reason: 'moving house',
          rule: world.name,
          startsAt: world.now,
          endsAt: new Date(world.now.getTime() + milliseconds),
          createdAt: world.now,
          createdByName: 'Kim',
        },
      }),
    )

  it('a silence: not told while it lasts, told afterwards when it is still there', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    await silence(world, 20 * minuteMs)
    world.breaks()
    await world.looksFor(19 * minuteMs)
    expect([await toldTo(channel), (await openAlert()).isSuppressed]).toEqual([[], true])
    await world.looksFor(2 * minuteMs)
    expect([await toldTo(channel), (await openAlert()).isSuppressed]).toEqual([['firing'], false])
  })

  it('a silence never keeps "resolved" back', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    await silence(world, hourMs)
    world.mends()
    await world.looksFor(30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
  })

  it('quiet hours: all but critical wait for their end, "resolved" does not', async () => {
    const channel = await newChannel()
    const night = new Date('2026-11-30T23:00:00Z')
    const [high, critical] = [new ConditionWorld('high', night), new ConditionWorld('critical', night)]
    await updateAlertSettings(high.ctx, { quietHours: { isOn: true, from: '22:00', to: '07:00' } })
    critical.breaks('till')
    await critical.look()
    expect(await toldTo(channel)).toEqual(['firing'])
    critical.mends()
    high.now = critical.now
    await critical.looksFor(30 * secondMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    high.breaks('shop')
    await high.looksFor(8 * hourMs - 15 * minuteMs, 15 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved'])
    await high.looksFor(30 * minuteMs, 15 * minuteMs)
    expect(await toldTo(channel)).toEqual(['firing', 'resolved', 'firing'])
  })
})

describe('by hand', () => {
  it('an alert is acknowledged once, by one person', async () => {
    await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    const { id } = await openAlert()
    const answers = await Promise.allSettled([acknowledgeAlert(world.ctx, id), acknowledgeAlert(world.ctx, id)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('resolving tells who was told, once, and the condition that still holds opens a new one', async () => {
    const channel = await newChannel()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    const { id } = await openAlert()
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => resolveAlert(world.ctx, id)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    // A person's time is the database's, not the story's.
    expect((await toldTo(channel)).sort()).toEqual(['firing', 'resolved'])
    await world.looksFor(11 * minuteMs)
    expect([await states(), (await toldTo(channel)).sort()]).toEqual([
      ['RESOLVED', 'FIRING'],
      ['firing', 'firing', 'resolved'],
    ])
  })

  it('resolving while the engine is about to tell leaves nobody with a "firing" and no "resolved"', async () => {
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    const { id } = await openAlert()
    const channel = await newChannel()
    const underWay = Promise.withResolvers<void>()
    const mayCommit = Promise.withResolvers<void>()
    const resolving = withTx(world.ctx, async (tx) => {
      await resolveOpen(tx, world.ctx, { id, now: world.now, how: 'person', byName: 'Kim' })
      underWay.resolve()
      await mayCommit.promise
    })
    await underWay.promise
    const telling = world.tell()
    await new Promise((resolve) => setTimeout(resolve, 300))
    mayCommit.resolve()
    await Promise.all([resolving, telling])
    expect([await toldTo(channel), await states()]).toEqual([[], ['RESOLVED']])
  })

  it('the trail tells of it all', async () => {
    const { id: userId } = await newMember('FOUNDER')
    expect(userId).toBeTruthy()
    const world = new ConditionWorld()
    world.breaks()
    await world.look()
    const { id } = await openAlert()
    await acknowledgeAlert(world.ctx, id)
    await withTx(world.ctx, (tx) => resolveOpen(tx, world.ctx, { id, now: world.now, how: 'person', byName: 'Kim' }))
    const events = await getDb().auditLog.findMany({ where: { entityId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ action }) => action)).toEqual(['ALERT_FIRED', 'ALERT_ACKNOWLEDGED', 'ALERT_RESOLVED'])
  })
})
