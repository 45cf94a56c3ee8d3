const minuteMs = 60_000
const dayMinutes = 1_440

/** What the clock on the wall shows at every minute of some days, asked of Intl minute by minute: slow and plain. */
export type NaiveClock = {
  fromMs: number
  /** Days of the wall calendar that the clock shows whole. */
  days: number[]
  /** The first minute at which the clock shows this minute of this day, or is past it. */
  firstAt: (day: number, minute: number) => number
}

/** Wall-clock minutes since 1970 of an instant, as if the wall were in UTC. */
function wallMinute(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? Number.NaN
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / minuteMs
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
  })
}

/** The clock of a zone from 12 days before an instant to 6 days after it. */
export function naiveClock(timeZone: string, around: Date): NaiveClock {
  const format = formatOf(timeZone)
  const fromMs = around.getTime() - 12 * dayMinutes * minuteMs
  const walls = Array.from({ length: 18 * dayMinutes }, (_, i) => wallMinute(format, fromMs + i * minuteMs))
  const firstDay = Math.floor((walls[0] ?? Number.NaN) / dayMinutes) + 1
  // A day's first minute is found by going through the minutes once: later days cannot begin earlier.
  const firstAt = (day: number, minute: number) => walls.findIndex((wall) => wall >= day * dayMinutes + minute)
  return { fromMs, days: Array.from({ length: 16 }, (_, i) => firstDay + i), firstAt }
}

/** ISO weekday of a day counted from 1970-01-01, which was a Thursday. */
export const naiveWeekday = (day: number): number => ((day + 3) % 7) + 1

export const naiveDay = (day: number): string => new Date(day * dayMinutes * minuteMs).toISOString().slice(0, 10)

/** The hours of 2026 and 2027 in which a zone's clocks change. */
export function changesOf(timeZone: string): Date[] {
  const format = formatOf(timeZone)
  const offset = (ms: number) => wallMinute(format, ms) - ms / minuteMs
  const hours = Array.from({ length: 2 * 365 * 24 }, (_, i) => Date.UTC(2026, 0, 1, i))
  return hours.filter((ms) => offset(ms) !== offset(ms - 60 * minuteMs)).map((ms) => new Date(ms))
}
