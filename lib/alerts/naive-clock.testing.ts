const minuteMs = 60_000
const dayMinutes = 1_440

/** What the clock on the wall shows at every minute of some days, asked of Intl minute by minute: slow and plain. */
export type NaiveClock = {
  fromMs: number
  /** Days of the wall calendar that the clock shows whole. */
  days: number[]
  /** The first minute at which the clock shows this minute of this day, or is past it; -1 when it never does. */
  firstAt: (day: number, minute: number) => number
}

/** Wall-clock minutes since 1970 of an instant, as if the wall were in UTC. */
function wallMinute(format: Intl.DateTimeFormat, ms: number): number {
  return Date.parse(`${format.format(ms).replace(' ', 'T')}Z`) / minuteMs
}

/** Writes "2026-03-29 02:30". */
const formatOf = (timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })

/** From nine and a half days before the instant, so that a window of a week has begun, to two and a half after it. */
const [before, length] = [9.5 * dayMinutes, 12 * dayMinutes]
/** The minutes around the instant for which all windows of up to a week are known. */
export const [checkedFrom, checkedTo] = [before - 1_800, before + 1_800]

/** The clock of a zone around an instant. */
export function naiveClock(timeZone: string, around: Date): NaiveClock {
  const format = formatOf(timeZone)
  const fromMs = around.getTime() - before * minuteMs
  const first = wallMinute(format, fromMs)
  // For every minute of the wall, the first minute of time that shows it or a later one.
  const reached: number[] = []
  for (let i = 0; i < length; i += 1) {
    const wall = wallMinute(format, fromMs + i * minuteMs)
    while (reached.length <= wall - first) reached.push(i)
  }
  const firstDay = Math.floor(first / dayMinutes) + 1
  return {
    fromMs,
    days: Array.from({ length: 11 }, (_, i) => firstDay + i),
    firstAt: (day, minute) => reached[day * dayMinutes + minute - first] ?? -1,
  }
}

/** ISO weekday of a day counted from 1970-01-01, which was a Thursday. */
export const naiveWeekday = (day: number): number => ((day + 3) % 7) + 1

export const naiveDay = (day: number): string => new Date(day * dayMinutes * minuteMs).toISOString().slice(0, 10)

/** The hours of 2026 and 2027 in which a zone's clocks change. */
export function changesOf(timeZone: string): Date[] {
  const format = formatOf(timeZone)
  const offset = (ms: number) => wallMinute(format, ms) - ms / minuteMs
  const hours = (ofDay: number) => Array.from({ length: 24 }, (_, i) => Date.UTC(2026, 0, 1 + ofDay, i))
  return Array.from({ length: 2 * 365 }, (_, day) => day)
    .filter((day) => offset(Date.UTC(2026, 0, day + 1)) !== offset(Date.UTC(2026, 0, day + 2)))
    .flatMap(hours)
    .filter((ms) => offset(ms) !== offset(ms + 60 * minuteMs))
    .map((ms) => new Date(ms))
}
