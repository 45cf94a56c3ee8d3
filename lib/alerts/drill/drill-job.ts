import { minuteMs } from '../../clock'
import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { getCompanySettings } from '../../settings'
import { dayOf, instantOf, minuteOf, weekdayOf } from '../../wall-clock'
import { activeChannels } from '../channels'
import type { AlertSettings } from '../contract'
import { enqueue } from '../deliver'
import type { Message } from '../message'
import { getAlertSettings } from '../silences'
import { closeIncidents } from './close-incidents'
import { acknowledgeMinutes, drillMessage, failedDrillMessage } from './drill-message'

/** A drill that could not begin so long after its time waits for the next week. */
const latestStartMinutes = 6 * 60
/** Any number will do, as long as nothing else in Daybook locks it. */
const drillLock = 4_201_091

/** Begins the weekly drill at its time, and says so when nobody acknowledged it. */
export const drillJob = {
  name: 'alerts.drill',
  description: 'Sends the weekly alert drill and tells when nobody acknowledges it.',
  schedule: '*/15 * * * *',
  graceSeconds: 600,
  run: ({ ctx, now }: { ctx: Context; now: Date }) => runDrill(ctx, now),
} as const

export type DrillOutcome = { started: number; failed: number }

/** One look; doing it twice at once or again changes nothing. */
export async function runDrill(ctx: Context, now: Date): Promise<DrillOutcome> {
  return withTx(ctx, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${drillLock})`
    return { failed: await failUnseen(tx, now), started: await startWhenDue(tx, now) }
  })
}

async function failUnseen(tx: Tx, now: Date): Promise<number> {
  const unseen = await tx.alertDrill.updateManyAndReturn({
    where: { acknowledgedAt: null, failedAt: null, acknowledgeUntil: { lte: now } },
    data: { failedAt: now },
    select: { id: true, startedAt: true },
  })
  for (const drill of unseen) {
    await tellAll(tx, failedDrillMessage(drill, now), now)
    await closeIncidents(tx, drill, 'Nobody acknowledged it in time.')
  }
  return unseen.length
}

async function startWhenDue(tx: Tx, now: Date): Promise<number> {
  const { drill: settings } = await getAlertSettings(tx)
  const { timeZone } = await getCompanySettings(tx)
  const dueAt = dueToday(settings, timeZone, now)
  if (!dueAt) return 0
  const earlier = await tx.alertDrill.findFirst({ where: { startedAt: { gte: dueAt } }, select: { id: true } })
  if (earlier) return 0
  const id = uuidv7(now)
  // Without a channel there is nobody to reach, and the page says so.
  if ((await tellAll(tx, drillMessage({ id, startedAt: now }), now)) === 0) return 0
  const acknowledgeUntil = new Date(now.getTime() + acknowledgeMinutes * minuteMs)
  await tx.alertDrill.create({ data: { id, startedAt: now, acknowledgeUntil }, select: { id: true } })
  return 1
}

/** The drill's time today, unless it has not come, was too long ago, or is on another day. */
function dueToday(settings: AlertSettings['drill'], timeZone: string, now: Date): Date | undefined {
  const today = dayOf(now, timeZone)
  if (!settings.isOn || weekdayOf(today) !== settings.weekday) return undefined
  const dueAt = instantOf(today, minuteOf(settings.at), timeZone)
  const lateMs = now.getTime() - dueAt.getTime()
  return lateMs >= 0 && lateMs <= latestStartMinutes * minuteMs ? dueAt : undefined
}

/** Every active channel, those that wait for escalations too: they have to work as well. */
async function tellAll(tx: Tx, message: Message, now: Date): Promise<number> {
  const channels = await activeChannels(tx)
  for (const { id } of channels) await enqueue(tx, { channelId: id, kind: message.kind, message, now })
  return channels.length
}
