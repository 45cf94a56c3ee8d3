import { dayMs, hourMs, minuteMs } from '../../lib/clock'
import type { Random } from './random'

// In UTC, so that the history is the same wherever it is made.

/** Hours in which the office works, by day of the week, Sunday first. On Sundays nobody has to. */
const hours: readonly { open: number; close: number; newLeads: [number, number] }[] = [
  { open: 0, close: 0, newLeads: [2, 3] },
  ...Array.from({ length: 5 }, (): { open: number; close: number; newLeads: [number, number] } => ({
    open: 7,
    close: 19,
    newLeads: [8, 11],
  })),
  { open: 8, close: 13, newLeads: [3, 5] },
]

const hoursOf = (at: number) => hours[new Date(at).getUTCDay()] ?? { open: 0, close: 0, newLeads: [0, 0] as const }
const midnightOf = (at: number) => at - (at % dayMs)

/** `at` if the office works then, else some minutes after it opens next. */
export function nextWorkingMs(random: Random, at: number): number {
  for (let day = midnightOf(at); ; day += dayMs) {
    const { open, close } = hoursOf(day)
    if (at < day + open * hourMs && open < close) return day + open * hourMs + random.int(3, 150) * minuteMs
    if (at < day + close * hourMs) return at
  }
}

/** `at` if the office works then, else half an hour before it closed last. */
export function lastWorkingMs(at: number): number {
  for (let day = midnightOf(at); ; day -= dayMs) {
    const { open, close } = hoursOf(day)
    if (open < close && at >= day + (open + 2) * hourMs) return Math.min(at, day + close * hourMs - 30 * minuteMs)
  }
}

/** When new leads come in on the day of `at`: most before and after lunch, some in the evening, few on a Sunday. */
export function newLeadTimes(random: Random, at: number): number[] {
  const [from, to] = hoursOf(at).newLeads
  const isSunday = new Date(at).getUTCDay() === 0
  const times = Array.from({ length: random.int(from, to) }, (_, index) => {
    const hour = isSunday ? sundayHour(random, index) : busyHour(random.next())
    return Math.floor(midnightOf(at) + hour * hourMs + random.int(0, minuteMs))
  })
  return times.sort((a, b) => a - b)
}

/** Half of the day's leads from 7 to 11, a third from 12 to 15:30, the others in the evening. */
function busyHour(share: number): number {
  if (share < 0.5) return 7 + 8 * share
  return share < 0.85 ? 12 + 10 * (share - 0.5) : 17 + 20 * (share - 0.85)
}

/** One before noon, the others in the evening. */
function sundayHour(random: Random, index: number): number {
  return index === 0 ? 9 + 3 * random.next() : 15 + 6 * random.next()
}
