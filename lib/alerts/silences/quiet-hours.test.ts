import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timeOf } from '../../wall-clock'
import { changesOf, checkedFrom, checkedTo, naiveClock } from '../naive-clock.testing'
import { quietUntil } from './quiet-hours'

const night = { isOn: true, from: '22:00', to: '07:00' }
const until = (now: string, hours = night, timeZone = 'Europe/Berlin') =>
  quietUntil(hours, timeZone, new Date(now))?.toISOString().slice(0, 16)

describe('quiet hours', () => {
  it.each([
    ['before they begin', '2026-11-28T20:59:59.999Z', undefined],
    ['as they begin', '2026-11-28T21:00:00Z', '2026-11-29T06:00'],
    ['before midnight', '2026-11-28T22:30:00Z', '2026-11-29T06:00'],
    ['after midnight', '2026-11-29T02:00:00Z', '2026-11-29T06:00'],
    ['as they end', '2026-11-29T06:00:00Z', undefined],
  ])('over midnight, %s', (_, now, end) => expect(until(now)).toBe(end))

  it('within a day, from 12:00 to 14:00', () => {
    const noon = { isOn: true, from: '12:00', to: '14:00' }
    expect(until('2026-11-28T10:59:00Z', noon)).toBeUndefined()
    expect(until('2026-11-28T11:00:00Z', noon)).toBe('2026-11-28T13:00')
    expect(until('2026-11-28T13:00:00Z', noon)).toBeUndefined()
  })

  it.each([
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T05:00'], // eight hours
    ['Europe/Berlin', '2026-10-24T23:00:00Z', '2026-10-25T06:00'], // ten hours
    ['America/Chicago', '2026-03-08T06:00:00Z', '2026-03-08T12:00'],
    ['America/Chicago', '2026-11-01T06:00:00Z', '2026-11-01T13:00'],
  ])('end at 07:00 on the wall of %s in the night when clocks change', (timeZone, now, end) => {
    expect(until(now, night, timeZone)).toBe(end)
  })

  it('that end in the hour that does not exist end as the gap ends', () => {
    expect(until('2026-03-29T00:30:00Z', { ...night, to: '02:30' })).toBe('2026-03-29T01:00')
  })

  it('that end in the hour that comes twice end at its first time', () => {
    expect(until('2026-10-25T00:15:00Z', { ...night, to: '02:30' })).toBe('2026-10-25T00:30')
    expect(until('2026-10-25T01:15:00Z', { ...night, to: '02:30' })).toBeUndefined()
  })

  it('are not when they are off, nor when they begin as they end', () => {
    expect(until('2026-11-29T02:00:00Z', { ...night, isOn: false })).toBeUndefined()
    expect(until('2026-11-29T02:00:00Z', { ...night, to: '22:00' })).toBeUndefined()
  })
})

describe('around every change of clocks', () => {
  const clocks = ['Europe/Berlin', 'America/Chicago', 'Australia/Lord_Howe', 'America/Santiago'].flatMap((timeZone) =>
    changesOf(timeZone)
      .slice(0, 2)
      .map((at) => ({ timeZone, clock: naiveClock(timeZone, at) })),
  )
  const minute = fc.integer({ min: 0, max: 1_439 })

  it('it is quiet exactly when counting minutes through Intl says, and no longer at the answered instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...clocks),
        minute,
        minute,
        fc.integer({ min: checkedFrom, max: checkedTo }),
        ({ timeZone, clock }, from, to, at) => {
          fc.pre(from !== to)
          const nights = clock.days.map((day) => ({
            start: clock.firstAt(day, from),
            end: clock.firstAt(from < to ? day : day + 1, to),
          }))
          const isQuiet = nights.some(({ start, end }) => start >= 0 && start <= at && (end < 0 || at < end))
          const hours = { isOn: true, from: timeOf(from), to: timeOf(to) }
          const end = quietUntil(hours, timeZone, new Date(clock.fromMs + at * 60_000))
          expect(end !== undefined).toBe(isQuiet)
          if (!end) return
          expect(nights.map((one) => one.end)).toContain((end.getTime() - clock.fromMs) / 60_000)
          expect(quietUntil(hours, timeZone, end)).toBeUndefined()
        },
      ),
      { numRuns: 500 },
    )
  }, 20_000)
})
