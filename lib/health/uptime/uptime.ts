import { minuteMs } from '../../clock'
import type { BarState, MinuteCounts, UptimeBar } from '../contract'
import { type Minutes, minuteStates } from './minute-states'

/** How many minutes of each kind. */
export function countMinutes({ states }: Minutes, fromIndex = 0, toIndex = states.length): MinuteCounts {
  const counts = [0, 0, 0, 0, 0]
  for (let index = Math.max(0, fromIndex); index < Math.min(toIndex, states.length); index += 1) {
    const state = states[index] ?? 0
    counts[state] = (counts[state] ?? 0) + 1
  }
  const [, up = 0, degraded = 0, down = 0, maintenance = 0] = counts
  return { up, degraded, down, maintenance }
}

/**
 * The part of the minutes in which Daybook was up (0 to 100), well or less well: those under planned maintenance and
 * those that nobody can know of are no part of it. Null when no minute counts.
 */
export function uptimePercent({ up, degraded, down }: MinuteCounts): number | null {
  const all = up + degraded + down
  return all === 0 ? null : (100 * (up + degraded)) / all
}

/** One bar for each two neighbours of the boundaries, which are in order. */
export function barsOf(minutes: Minutes, boundaries: readonly Date[]): UptimeBar[] {
  return boundaries.slice(1).map((to, index) => {
    const from = boundaries[index] ?? to
    const counts = countMinutes(minutes, indexOf(minutes, from), indexOf(minutes, to))
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      state: stateOf(counts),
      percent: uptimePercent(counts),
      minutes: counts,
    }
  })
}

/** The worst that happened; nothing when there is no minute to speak of. */
function stateOf({ up, degraded, down, maintenance }: MinuteCounts): BarState {
  if (down > 0) return 'down'
  if (degraded > 0) return 'degraded'
  if (maintenance > 0) return 'maintenance'
  return up > 0 ? 'up' : 'noData'
}

/** The last times that Daybook was down without a plan, newest first; one that still goes on has no end. */
export function outagesOf(minutes: Minutes, limit: number): { from: string; to: string | null; minutes: number }[] {
  const { states } = minutes
  const down = minuteStates.indexOf('down')
  const outages: { from: string; to: string | null; minutes: number }[] = []
  for (let end = states.length; end > 0 && outages.length < limit; end -= 1) {
    if (states[end - 1] !== down) continue
    let start = end - 1
    while (start > 0 && states[start - 1] === down) start -= 1
    const isOver = end < states.length
    outages.push({ from: timeAt(minutes, start), to: isOver ? timeAt(minutes, end) : null, minutes: end - start })
    end = start + 1
  }
  return outages
}

const indexOf = ({ from }: Minutes, at: Date) => Math.round((at.getTime() - from.getTime()) / minuteMs)
const timeAt = ({ from }: Minutes, index: number) => new Date(from.getTime() + index * minuteMs).toISOString()
