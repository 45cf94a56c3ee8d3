import { minuteMs } from '../clock'
import type { Minutes } from '../health'
import type { Stretch } from '../maintenance'
import { sliceMinutes } from './contract'

const sliceMs = sliceMinutes * minuteMs

/** The beginning of the slice that an instant lies in. */
export const sliceAt = (at: Date): Date => new Date(Math.floor(at.getTime() / sliceMs) * sliceMs)

/**
 * How many slices of five minutes count and how many of them were bad. A slice counts when it is over and at least one of
 * its minutes does: not one of planned maintenance, of a correction, or before the first start. It is bad when Daybook
 * was down in a minute that counts, or when its requests failed (`failing` has its beginning in ms).
 * `leftOut` are those since the first start in which no minute counts. The minutes begin with a slice.
 */
export function countSlices(
  { from, states }: Minutes,
  { except, failing }: { except: readonly Stretch[]; failing: ReadonlySet<number> },
): { total: number; bad: number; leftOut: number } {
  const excluded = excludedMinutes({ from, states }, except)
  let [total, bad, leftOut] = [0, 0, 0]
  for (let start = 0; start + sliceMinutes <= states.length; start += sliceMinutes) {
    let [isKnown, isCounted, isDown] = [false, false, false]
    for (let index = start; index < start + sliceMinutes; index += 1) {
      isKnown ||= states[index] !== 0
      const state = excluded[index] ? undefined : states[index]
      isCounted ||= state === up || state === degraded || state === down
      isDown ||= state === down
    }
    if (!isCounted) {
      if (isKnown) leftOut += 1
      continue
    }
    total += 1
    if (isDown || failing.has(from.getTime() + start * minuteMs)) bad += 1
  }
  return { total, bad, leftOut }
}

const [up, degraded, down, maintenance] = [1, 2, 3, 4] as const

/** 1 for each minute that a stretch touches. */
function excludedMinutes({ from, states }: Minutes, stretches: readonly Stretch[]): Uint8Array {
  const excluded = new Uint8Array(states.length)
  for (const stretch of stretches) {
    const start = Math.floor((stretch.from.getTime() - from.getTime()) / minuteMs)
    const end = Math.ceil((stretch.to.getTime() - from.getTime()) / minuteMs)
    if (end > 0) excluded.fill(1, Math.max(0, start), Math.min(states.length, end))
  }
  return excluded
}

/** How many minutes the stretches take away that would have counted. */
export function countExcluded(minutes: Minutes, stretches: readonly Stretch[]): number {
  const excluded = excludedMinutes(minutes, stretches)
  return excluded.reduce((sum, isOut, index) => {
    const state = minutes.states[index]
    return sum + (isOut && (state === up || state === degraded || state === down) ? 1 : 0)
  }, 0)
}

/** Planned maintenance among the minutes, as stretches of time. */
export function maintenanceOf({ from, states }: Minutes): Stretch[] {
  const stretches: Stretch[] = []
  let start = -1
  for (let index = 0; index <= states.length; index += 1) {
    const isPlanned = states[index] === maintenance
    if (isPlanned && start < 0) start = index
    if (isPlanned || start < 0) continue
    const at = (minute: number) => new Date(from.getTime() + minute * minuteMs)
    stretches.push({ from: at(start), to: at(index) })
    start = -1
  }
  return stretches
}
