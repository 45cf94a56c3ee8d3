import fc from 'fast-check'
import { expect, it } from 'vitest'
import { minuteMs, secondMs } from '../../clock'
import { getDb, withTx } from '../../db'
import { ConditionWorld, newChannel } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { acknowledgeAlert } from '..'
import { updateAlertSettings } from '../silences'
import { resolveOpen } from './resolve-open'

const database = useDatabase()

type World = { condition: ConditionWorld; channels: string[] }

const wait =
  (milliseconds: number) =>
  async ({ condition }: World) => {
    condition.passes(milliseconds)
    await condition.look()
  }

/** What can happen to an alert, in any order. */
const steps: Record<string, (world: World) => Promise<unknown>> = {
  breaks: async ({ condition }) => condition.breaks(),
  mends: async ({ condition }) => condition.mends(),
  'a look': wait(15 * secondMs),
  'two looks': async (world) => {
    await wait(15 * secondMs)(world)
    await wait(15 * secondMs)(world)
  },
  'four minutes': wait(4 * minuteMs),
  'a quarter of an hour': async (world) => {
    for (let look = 0; look < 4; look += 1) await wait(4 * minuteMs)(world)
  },
  'eleven minutes': wait(11 * minuteMs),
  acknowledge: ({ condition }) => onOpen((id) => acknowledgeAlert(condition.ctx, id)),
  resolve: ({ condition }) => onOpen((id) => resolve(condition, id)),
  silence: ({ condition }) => silence(condition),
  'end silences': ({ condition }) => endSilences(condition),
  'quiet on': ({ condition }) => setQuiet(condition, true),
  'quiet off': ({ condition }) => setQuiet(condition, false),
}

/** A refusal because somebody else was first is as good as done here. */
async function onOpen(act: (id: string) => Promise<unknown>): Promise<void> {
  const open = await getDb().alert.findFirst({ where: { state: { not: 'RESOLVED' } } })
  if (open) await act(open.id).catch((error: { code?: string }) => expect(error.code).toBe('CONFLICT'))
}

/** What `resolveAlert` does, at the time of the story. */
const resolve = ({ ctx, now }: ConditionWorld, id: string) =>
  withTx(ctx, (tx) => resolveOpen(tx, ctx, { id, now, how: 'person', byName: 'Kim' }))

function silence({ ctx, now }: ConditionWorld): Promise<unknown> {
  const endsAt = new Date(now.getTime() + 20 * minuteMs)
  const id = crypto.randomUUID()
  const data = { id, reason: 'test', startsAt: now, endsAt, createdAt: now, createdByName: 'Kim' }
  return withTx(ctx, (tx) => tx.silence.create({ data }))
}

function endSilences({ ctx, now }: ConditionWorld): Promise<unknown> {
  return withTx(ctx, (tx) => tx.silence.updateMany({ where: { endedAt: null }, data: { endedAt: now } }))
}

function setQuiet({ ctx }: ConditionWorld, isOn: boolean): Promise<unknown> {
  return updateAlertSettings(ctx, { quietHours: { isOn, from: '00:00', to: '23:59' } })
}

async function empty(): Promise<void> {
  await database.ownerQuery(`TRUNCATE "Alert", "AlertNotice", "Delivery", "DeliveryAttempt", "AlertChannel", "Silence",
    "IncidentAlert", "Incident", "IncidentEntry", "IncidentAction"`)
  await database.ownerQuery(`DELETE FROM "Setting"`)
}

/** Told and escalated to the same channel at one look. */
const foundBefore = ['breaks', 'two looks', 'resolve', 'a quarter of an hour']

it('keeps its promises whatever happens in whatever order', async () => {
  const names = fc.constantFrom(...Object.keys(steps))
  await fc.assert(
    fc.asyncProperty(fc.array(names, { minLength: 4, maxLength: 24 }), async (story) => {
      await empty()
      const condition = new ConditionWorld('high')
      const world = { condition, channels: [await newChannel(), await newChannel({ isEscalationOnly: true })] }
      await updateAlertSettings(condition.ctx, {
        escalation: { channelIds: world.channels.toReversed(), criticalMinutes: 5, highMinutes: 4, mediumMinutes: 60 },
      })
      for (const name of story) await steps[name]?.(world)
      condition.mends()
      for (let look = 0; look < 2; look += 1) await wait(15 * secondMs)(world)
      await expectPromises()
    }),
    { numRuns: 40, includeErrorInReport: true, examples: [[foundBefore]] },
  )
}, 120_000)

async function expectPromises(): Promise<void> {
  expect(await getDb().alert.count({ where: { state: { not: 'RESOLVED' } } })).toBe(0)
  const told = await getDb().delivery.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const groups = Map.groupBy(told, ({ channelId, alertId }) => `${channelId} ${alertId}`)
  for (const group of groups.values()) {
    // Whoever was told "firing" was told "resolved" once, as the last thing; nobody else was.
    expect(group.map(({ kind }) => kind === 'resolved')).toEqual([...group.slice(1).map(() => false), true])
    expect(group.length).toBeGreaterThan(1)
  }
  for (const ofChannel of Map.groupBy(told, ({ channelId }) => channelId).values()) {
    const firing = ofChannel.filter(({ kind }) => kind !== 'resolved').map(({ createdAt }) => createdAt.getTime())
    for (const [i, at] of firing.slice(1).entries())
      expect(at - (firing[i] ?? 0), 'between two "firing"').toBeGreaterThanOrEqual(10 * minuteMs)
  }
  expect(await getDb().alertNotice.count({ where: { owesResolvedOf: { not: null } } })).toBe(0)
}
