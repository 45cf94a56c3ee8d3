import { minuteMs } from '../clock'
import type { Tx } from '../db'
import { minutesSince } from '../health'
import type { Stretch } from '../maintenance'
import { failingSlices, requestBudget } from '../metrics'
import { budgetOf } from './budget'
import { type SloBudget, type SloTargets, sliceMinutes } from './contract'
import { correctionsWithin, excludedStretches } from './excluded'
import { countExcluded, countSlices, sliceAt } from './slices'

/** A slice is bad when more than this part of its requests failed, and at least so many of them. */
const failing = { part: 0.05, minimumErrors: 3 }

export type Measured = {
  availability: SloBudget
  requests: SloBudget
  latency: SloBudget
  excludedMinutes: { maintenance: number; corrections: number }
}

/**
 * All budgets of a period, up to `now` when it is still running. Its beginning is moved back to that of a slice.
 * What was planned or taken out counts for none of them.
 */
export async function measure(
  tx: Tx,
  { from, to, now, targets }: Stretch & { now: Date; targets: SloTargets },
): Promise<Measured> {
  const start = sliceAt(from)
  const end = to < now ? to : now
  const stretch = { from: start, to: end }
  const [{ minutes }, except, corrections] = await Promise.all([
    minutesSince(tx, { from: start, now: end }),
    excludedStretches(tx, stretch),
    correctionsWithin(tx, stretch),
  ])
  const [requests, bad] = await Promise.all([
    requestBudget(tx, { ...stretch, withinMs: targets.latencyMs, except }),
    failingSlices(tx, { ...stretch, except, sliceMinutes, ...failing }),
  ])
  const { leftOut, ...slices } = countSlices(minutes, { except, failing: bad })
  // The promise is for the whole period: what is still to come has its part of the budget, as has the time before the start.
  const whole = Math.floor((to.getTime() - start.getTime()) / (sliceMinutes * minuteMs))
  const expected = Math.max(slices.total, whole - leftOut)
  const { availabilityPercent, latencyPercent } = targets
  return {
    availability: budgetOf('slices', { ...slices, expected, targetPercent: availabilityPercent }),
    requests: budgetOf('requests', {
      total: requests.requests,
      bad: requests.errors,
      targetPercent: availabilityPercent,
    }),
    latency: budgetOf('requests', {
      total: requests.timed,
      bad: requests.timed - requests.quick,
      targetPercent: latencyPercent,
    }),
    excludedMinutes: {
      maintenance: minutes.states.reduce((sum, state) => sum + (state === 4 ? 1 : 0), 0),
      corrections: countExcluded(minutes, corrections),
    },
  }
}
