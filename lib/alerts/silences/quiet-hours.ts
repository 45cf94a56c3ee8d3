import { addDays, dayOf, instantOf, minuteOf } from '../../wall-clock'
import type { AlertSettings } from '../contract'

/**
 * The instant at which quiet hours end if `now` is inside them, else undefined. `from` after `to` means over midnight. Both
 * are times of a clock on the wall of `timeZone`: in the hour that does not exist they are the first instant after the
 * gap, in the hour that comes twice the first of the two. Throws RangeError for an unknown time zone.
 */
export function quietUntil(quietHours: AlertSettings['quietHours'], timeZone: string, now: Date): Date | undefined {
  const [from, to] = [minuteOf(quietHours.from), minuteOf(quietHours.to)]
  if (!quietHours.isOn || from === to) return undefined
  const today = dayOf(now, timeZone)
  return [-2, -1, 0, 1]
    .map((days) => addDays(today, days))
    .map((day) => ({
      start: instantOf(day, from, timeZone),
      end: instantOf(from < to ? day : addDays(day, 1), to, timeZone),
    }))
    .reduce<Date | undefined>((until, { start, end }) => {
      // Where a gap swallows the time between two nights, the second begins as the first ends.
      const at = until ?? now
      return start <= at && at < end ? end : until
    }, undefined)
}
