import { minuteMs } from '../clock'
import type { Tx } from '../db'
import { minutesSince } from '../health'
import { plannedMaintenance, type Stretch } from '../maintenance'
import { maintenanceOf } from './slices'

/** Minutes that may not be summed up yet, although they are over. */
const liveMs = 10 * minuteMs

/** What does not count against any budget within the stretch: planned maintenance, and what founders took out. */
export async function excludedStretches(tx: Tx, { from, to }: Stretch): Promise<Stretch[]> {
  const start = new Date(Math.floor(from.getTime() / minuteMs) * minuteMs)
  const liveFrom = new Date(Math.max(start.getTime(), to.getTime() - liveMs))
  const [{ minutes }, live, corrections] = await Promise.all([
    minutesSince(tx, { from: start, now: to }),
    plannedMaintenance(tx, { from: liveFrom, to: new Date(to.getTime() + 1) }),
    correctionsWithin(tx, { from, to }),
  ])
  return [...maintenanceOf(minutes), ...wholeMinutes(live), ...corrections]
}

/** Corrections in force that touch the stretch. */
export async function correctionsWithin(tx: Tx, { from, to }: Stretch): Promise<Stretch[]> {
  const rows = await tx.sloCorrection.findMany({
    where: { removedAt: null, endsAt: { gt: from }, startsAt: { lt: to } },
    select: { startsAt: true, endsAt: true },
    orderBy: { startsAt: 'asc' },
  })
  return rows.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt }))
}

/** Requests are counted by the minute: one that is planned in part counts for nothing. */
const wholeMinutes = (stretches: readonly Stretch[]): Stretch[] =>
  stretches.map(({ from, to }) => ({
    from: new Date(Math.floor(from.getTime() / minuteMs) * minuteMs),
    to: new Date(Math.ceil(to.getTime() / minuteMs) * minuteMs),
  }))
