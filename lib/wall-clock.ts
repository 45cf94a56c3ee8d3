import { Temporal } from 'temporal-polyfill'

/** A calendar day, YYYY-MM-DD. */
export type Day = string

/** Minutes since midnight of a wall-clock time: `22:30` is 1350. */
export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

/** The wall-clock time of a minute of the day: 1350 is `22:30`. */
export function timeOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The day that a calendar on the wall of this zone shows at an instant. Throws RangeError for an unknown zone. */
export function dayOf(at: Date, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekdayOf(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek
}

/**
 * The first instant at which a clock on the wall of this zone shows the day and minute, or is past them. A time in the
 * hour that does not exist (clocks go forward) is therefore the first instant after the gap, and a time in the hour
 * that comes twice (clocks go back) is the first of the two. Throws RangeError for an unknown zone.
 */
export function instantOf(day: Day, minute: number, timeZone: string): Date {
  const wall = Temporal.PlainDate.from(day).toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
  const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  // In a gap, "earlier" counts back from before it; what we want is the instant at which the gap ends.
  const found = first.toPlainDateTime().equals(wall) ? first : first.getTimeZoneTransition('next')
  return new Date((found ?? first).epochMilliseconds)
}
