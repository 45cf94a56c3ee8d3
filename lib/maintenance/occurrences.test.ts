import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changesOf,
  checkedFrom,
  checkedTo,
  type NaiveClock,
  naiveClock,
  naiveDay,
  naiveWeekday,
} from '../alerts/naive-clock.testing'
import { minuteOf } from '../wall-clock'
import { isOpen, nextStart, occurrencesBetween, type WindowTimes } from './occurrences'

const sunday = 7
const window = (times: Partial<WindowTimes> & { timeZone: string }): WindowTimes => ({
  weekdays: [sunday],
  onDay: null,
  startsAtMinute: minuteOf('02:30'),
  durationMinutes: 60,
  ...times,
})

/** Start and end of the one occurrence that begins on this day of UTC or around it. */
function around(times: WindowTimes, day: string): string[] {
  const noon = new Date(`${day}T12:00:00Z`).getTime()
  const found = occurrencesBetween(times, new Date(noon - 36 * 3_600_000), new Date(noon + 36 * 3_600_000))
  return found.flatMap(({ start, end }) => [start.toISOString().slice(0, 16), end.toISOString().slice(0, 16)])
}

describe('a weekly window at 02:30 for an hour, on the days when clocks change', () => {
  it.each([
    // Forward: 02:30 does not exist, the window begins as the gap ends (03:00 local).
    ['Europe/Berlin', '2026-03-29', '2026-03-29T01:00', '2026-03-29T02:00'],
    ['Europe/Berlin', '2027-03-28', '2027-03-28T01:00', '2027-03-28T02:00'],
    ['America/Chicago', '2026-03-08', '2026-03-08T08:00', '2026-03-08T09:00'],
    ['America/Chicago', '2027-03-14', '2027-03-14T08:00', '2027-03-14T09:00'],
    // Back: 02:30 comes twice in Berlin, the window takes the first; it ends at the second.
    ['Europe/Berlin', '2026-10-25', '2026-10-25T00:30', '2026-10-25T01:30'],
    ['Europe/Berlin', '2027-10-31', '2027-10-31T00:30', '2027-10-31T01:30'],
    // In Chicago it is 01:00 to 02:00 that comes twice: 02:30 is clear.
    ['America/Chicago', '2026-11-01', '2026-11-01T08:30', '2026-11-01T09:30'],
    ['America/Chicago', '2027-11-07', '2027-11-07T08:30', '2027-11-07T09:30'],
    // Lord Howe moves by half an hour, at 02:00: 02:00 to 02:30 is left out, and comes back as 01:30 to 02:00.
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T15:30', '2026-10-03T16:30'],
    ['Australia/Lord_Howe', '2027-04-04', '2027-04-03T16:00', '2027-04-03T17:00'],
    // Kathmandu never changes its 5:45.
    ['Asia/Kathmandu', '2026-03-29', '2026-03-28T20:45', '2026-03-28T21:45'],
  ])('%s on %s is from %s to %s', (timeZone, day, start, end) => {
    expect(around(window({ timeZone }), day)).toEqual([start, end])
  })

  it('begins inside the hour that comes twice at its first time: 01:30 in Chicago', () => {
    const times = window({ timeZone: 'America/Chicago', startsAtMinute: minuteOf('01:30') })
    expect(around(times, '2026-11-01')).toEqual(['2026-11-01T06:30', '2026-11-01T07:30'])
  })

  it('stays at its hour of the wall clock through the year', () => {
    const starts = ['2026-03-22', '2026-04-05', '2026-10-18', '2026-11-01'].map(
      (day) => around(window({ timeZone: 'Europe/Berlin' }), day)[0],
    )
    expect(starts).toEqual(['2026-03-22T01:30', '2026-04-05T00:30', '2026-10-18T00:30', '2026-11-01T01:30'])
  })

  it('lasts its real minutes: ten hours over a night of eleven end an hour early on the wall', () => {
    const times = window({ timeZone: 'Europe/Berlin', weekdays: [6], startsAtMinute: 22 * 60, durationMinutes: 600 })
    expect(around(times, '2026-10-24')).toEqual(['2026-10-24T20:00', '2026-10-25T06:00'])
  })
})

describe('a window', () => {
  const overMidnight = window({ timeZone: 'Europe/Berlin', startsAtMinute: minuteOf('23:00'), durationMinutes: 120 })

  it('that spans midnight belongs to the day it begins on', () => {
    expect(isOpen(overMidnight, new Date('2026-11-29T23:30:00Z'))).toBe(true) // Monday 00:30 in Berlin
    expect(isOpen(overMidnight, new Date('2026-11-28T23:30:00Z'))).toBe(false) // Sunday 00:30
  })

  it('is open from its first millisecond and closed at its end', () => {
    const at = (iso: string) => isOpen(overMidnight, new Date(iso))
    expect(at('2026-11-29T21:59:59.999Z')).toBe(false)
    expect(at('2026-11-29T22:00:00.000Z')).toBe(true)
    expect(at('2026-11-29T23:59:59.999Z')).toBe(true)
    expect(at('2026-11-30T00:00:00.000Z')).toBe(false)
  })

  it('of a whole week, weekly, is always open', () => {
    const always = window({ timeZone: 'America/Chicago', durationMinutes: 10_080 })
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-04-01'), max: new Date('2026-10-31'), noInvalidDate: true }), (at) =>
        isOpen(always, at),
      ),
      { numRuns: 200 },
    )
  })

  it('that is once has one occurrence, whenever one asks', () => {
    const once = window({ timeZone: 'Asia/Kathmandu', weekdays: [], onDay: '2026-12-24', startsAtMinute: 0 })
    const found = occurrencesBetween(once, new Date('2020-01-01'), new Date('2100-01-01'))
    expect(found).toEqual([{ start: new Date('2026-12-23T18:15Z'), end: new Date('2026-12-23T19:15Z') }])
    expect(nextStart(once, new Date('2026-12-23T18:14:59Z'))).toEqual(new Date('2026-12-23T18:15Z'))
    expect(nextStart(once, new Date('2026-12-23T18:15Z'))).toBeUndefined()
  })

  it('knows its next start, which is never the one it is in', () => {
    const times = window({ timeZone: 'Europe/Berlin', weekdays: [3, sunday] })
    expect(nextStart(times, new Date('2026-11-28T12:00Z'))).toEqual(new Date('2026-11-29T01:30Z'))
    expect(nextStart(times, new Date('2026-11-29T01:30Z'))).toEqual(new Date('2026-12-02T01:30Z'))
  })

  it('that is weekly on one day has its next start within eight days', () => {
    const times = window({ timeZone: 'Europe/Berlin' })
    expect(nextStart(times, new Date('2026-11-29T01:30Z'))).toEqual(new Date('2026-12-06T01:30Z'))
  })
})

/** Places that change their clocks by an hour, half an hour and two, at night and at midnight, in winter and for Ramadan. */
const zones = [
  'Europe/Berlin',
  'America/Chicago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'UTC',
]
const places = zones.flatMap((timeZone) => {
  // Each change of clocks costs a clock of its own: all of them for two places, one year's for the rest.
  const changes = changesOf(timeZone).slice(0, /Berlin|Chicago/.test(timeZone) ? 4 : 2)
  return (changes.length > 0 ? changes : [new Date('2026-03-29T00:00Z')]).map((at) => ({ timeZone, at }))
})
const clocks = new Map<string, NaiveClock>()
function clockOf({ timeZone, at }: (typeof places)[number]): NaiveClock {
  const key = `${timeZone} ${at.toISOString()}`
  const clock = clocks.get(key) ?? naiveClock(timeZone, at)
  clocks.set(key, clock)
  return clock
}

/** Every minute of the days around the change: open or not, by counting minutes on the wall. */
function naivelyOpen(clock: NaiveClock, { weekdays, onDay, startsAtMinute, durationMinutes }: WindowTimes): boolean[] {
  const open = Array.from({ length: checkedTo }, () => false)
  for (const day of clock.days) {
    if (onDay === null ? !weekdays.includes(naiveWeekday(day)) : naiveDay(day) !== onDay) continue
    const start = clock.firstAt(day, startsAtMinute)
    if (start >= 0) open.fill(true, start, start + durationMinutes)
  }
  return open.slice(checkedFrom)
}

describe('on every day around a change of clocks', () => {
  it('each minute is covered exactly as counting minutes through Intl says', () => {
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.oneof(weekdays, fc.integer({ min: 0, max: 10 })),
        fc.oneof(fc.integer({ min: 0, max: 239 }), fc.integer({ min: 0, max: 1_439 })),
        fc.oneof(fc.integer({ min: 1, max: 180 }), fc.integer({ min: 1, max: 10_080 })),
        (place, when, startsAtMinute, durationMinutes) => {
          const clock = clockOf(place)
          const onDay = Array.isArray(when) ? null : naiveDay(clock.days[when] ?? 0)
          const days = Array.isArray(when) ? when : []
          const times = { timeZone: place.timeZone, weekdays: days, onDay, startsAtMinute, durationMinutes }
          const from = clock.fromMs + checkedFrom * 60_000
          const found = occurrencesBetween(times, new Date(from), new Date(clock.fromMs + checkedTo * 60_000))
          const open = Array.from({ length: checkedTo - checkedFrom }, () => false)
          for (const { start, end } of found)
            open.fill(
              true,
              Math.max(0, (start.getTime() - from) / 60_000),
              Math.max(0, (end.getTime() - from) / 60_000),
            )
          const expected = naivelyOpen(clock, times)
          expect(open.findIndex((is, i) => is !== expected[i])).toBe(-1)
        },
      ),
      { numRuns: 300 },
    )
  }, 20_000)
})
