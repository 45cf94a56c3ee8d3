import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../wall-clock'

/** When a maintenance window is: wall-clock minutes of `timeZone`, weekly on `weekdays` (1 is Monday) or once on `onDay`. */
export type WindowTimes = {
  timeZone: string
  weekdays: readonly number[]
  onDay: Day | null
  startsAtMinute: number
  durationMinutes: number
}

/** One time that a window is open: from `start`, up to and without `end`. */
export type Occurrence = { start: Date; end: Date }

/**
 * The occurrences of a window that touch the time from `from` up to (and without) `to`, by their start. Those of a window
 * that is longer than the days between its starts overlap.
 *
 * It starts when a clock on the wall of its zone first shows its time. A start in the hour that does not exist, when
 * clocks go forward, is the first instant after the gap; a start in the hour that comes twice, when they go back, is
 * the first of the two. Its length is real minutes: two hours of work are two hours, whatever the clock does meanwhile.
 *
 * Throws RangeError for a time zone that this system does not know.
 */
export function occurrencesBetween(window: WindowTimes, from: Date, to: Date): Occurrence[] {
  return candidateDays(window, from, to)
    .map((day) => occurrenceOn(window, day))
    .filter(({ start, end }) => start < to && end > from)
}

/** Whether the window is open at this instant. Throws RangeError for an unknown time zone. */
export function isOpen(window: WindowTimes, at: Date): boolean {
  return occurrencesBetween(window, at, new Date(at.getTime() + 1)).length > 0
}

/** The next start after this instant, or undefined when none will come. Throws RangeError for an unknown time zone. */
export function nextStart(window: WindowTimes, after: Date): Date | undefined {
  const today = dayOf(after, window.timeZone)
  // Every weekday comes within eight days; the days around them are for zones that leave out or repeat one.
  const days = window.onDay === null ? daysFrom(addDays(today, -1), addDays(today, 9)) : [window.onDay]
  return days
    .filter((day) => isDayOf(window, day))
    .map((day) => instantOf(day, window.startsAtMinute, window.timeZone))
    .find((start) => start > after)
}

function occurrenceOn({ timeZone, startsAtMinute, durationMinutes }: WindowTimes, day: Day): Occurrence {
  const start = instantOf(day, startsAtMinute, timeZone)
  return { start, end: new Date(start.getTime() + durationMinutes * 60_000) }
}

function isDayOf({ onDay, weekdays }: WindowTimes, day: Day): boolean {
  return onDay === null ? weekdays.includes(weekdayOf(day)) : onDay === day
}

function candidateDays(window: WindowTimes, from: Date, to: Date): Day[] {
  if (window.onDay !== null) return [window.onDay]
  const lengthMs = window.durationMinutes * 60_000
  // A day to spare on both sides: wall-clock days can be left out, and clocks can go back over midnight.
  const first = addDays(dayOf(new Date(from.getTime() - lengthMs), window.timeZone), -1)
  const last = addDays(dayOf(to, window.timeZone), 1)
  return daysFrom(first, last).filter((day) => isDayOf(window, day))
}

function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}
