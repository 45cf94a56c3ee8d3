import { minuteMs } from '../clock'

/** Sums over the last minutes of any moment, in the time of one subtraction. */
export type MinuteSums = (at: Date, minutes: number) => number

/**
 * Prepares sums of what `valueOf` says of each minute (at most one entry per minute, any order) for moments up to `to`.
 * What lies before `from` or has no entry counts as 0.
 */
export function minuteSums<Minute extends { at: Date }>(
  { from, to }: { from: Date; to: Date },
  minutes: readonly Minute[],
  valueOf: (minute: Minute) => number,
): MinuteSums {
  const first = minuteOf(from)
  const upTo = new Float64Array(Math.max(0, minuteOf(to) - first + 2))
  for (const minute of minutes) upTo[minuteOf(minute.at) - first + 1] = valueOf(minute)
  for (let index = 1; index < upTo.length; index += 1) upTo[index] = (upTo[index] ?? 0) + (upTo[index - 1] ?? 0)
  return (at, lastMinutes) => {
    const end = minuteOf(at) - first + 1
    return (upTo[end] ?? 0) - (upTo[Math.max(0, end - lastMinutes)] ?? 0)
  }
}

const minuteOf = (at: Date) => Math.floor(at.getTime() / minuteMs)

/** The beginning of every minute of the stretch that has begun by its end, oldest first. */
export function* minutesOf({ from, to }: { from: Date; to: Date }): Generator<Date> {
  for (let minute = Math.ceil(from.getTime() / minuteMs); minute * minuteMs <= to.getTime(); minute += 1)
    yield new Date(minute * minuteMs)
}
