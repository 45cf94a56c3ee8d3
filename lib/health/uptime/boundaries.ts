import { dayMs, hourMs } from '../../clock'
import { addDays, dayOf, instantOf } from '../../wall-clock'
import type { HealthRange } from '../contract'

const days: Record<Exclude<HealthRange, '24h'>, number> = { '7d': 7, '30d': 30, '90d': 90 }

/**
 * Where the bars of a range begin, and where the last one ends: the last 24 hours by the hour, or the last days by the
 * calendar of the company; the hour or the day that is still running is the last. A day of 23 or 25 hours is one bar.
 */
export function boundariesOf(range: HealthRange, now: Date, timeZone: string): Date[] {
  if (range === '24h') {
    const end = Math.floor(now.getTime() / hourMs) * hourMs + hourMs
    return Array.from({ length: 25 }, (_, index) => new Date(end - (24 - index) * hourMs))
  }
  const today = dayOf(now, timeZone)
  return Array.from({ length: days[range] + 1 }, (_, index) =>
    instantOf(addDays(today, index + 1 - days[range]), 0, timeZone),
  )
}

/** Far enough back for every range, whatever the time zone. */
export const longestRangeMs = 91 * dayMs
