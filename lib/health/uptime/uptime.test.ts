import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../../clock'
import { maskOf } from '../roll-up'
import { boundariesOf } from './boundaries'
import { type HourOfMinutes, minuteStates, minutesFrom } from './minute-states'
import { barsOf, countMinutes, outagesOf, uptimePercent } from './uptime'

const at = (time: string) => new Date(`2026-11-28T${time}:00Z`)
const midnight = at('00:00')
const nextMidnight = at('24:00')

/** Minutes of one day: `up 00:00-12:00` and so on, as the snapshots of them would be summed up. */
function dayOf(...spans: string[]): HourOfMinutes[] {
  const stretchesOf = (kind: string) =>
    spans
      .filter((span) => span.startsWith(`${kind} `))
      .map((span) => {
        const [from = '', to = ''] = (span.split(' ')[1] ?? '').split('-')
        return { from: at(from), to: at(to) }
      })
  return Array.from({ length: 24 }, (_, hour) => {
    const atMs = midnight.getTime() + hour * hourMs
    const bits = (kind: string) => maskOf(stretchesOf(kind), atMs)
    return {
      at: new Date(atMs),
      healthy: bits('up'),
      degraded: bits('degraded'),
      unhealthy: bits('unhealthy'),
      maintenance: bits('maintenance'),
    }
  })
}

const minutesOfDay = (hours: HourOfMinutes[], now: Date, firstAt: Date | null = midnight) =>
  minutesFrom(hours, { from: midnight, now, firstAt })

describe('uptime by hand', () => {
  it('is 100 % when every minute was looked at, well or less well', () => {
    const counts = countMinutes(minutesOfDay(dayOf('up 00:00-20:00', 'degraded 20:00-24:00'), nextMidnight))
    expect(counts).toEqual({ up: 1_200, degraded: 240, down: 0, maintenance: 0 })
    expect(uptimePercent(counts)).toBe(100)
  })

  it('counts minutes without a snapshot as downtime: 72 of 1,440 are 95 %', () => {
    const counts = countMinutes(minutesOfDay(dayOf('up 00:00-10:00', 'up 11:12-24:00'), nextMidnight))
    expect(counts).toEqual({ up: 1_368, degraded: 0, down: 72, maintenance: 0 })
    expect(uptimePercent(counts)).toBe(95)
  })

  it('counts a minute in which health was bad as down', () => {
    const counts = countMinutes(minutesOfDay(dayOf('up 00:00-12:00', 'unhealthy 12:00-24:00'), nextMidnight))
    expect(uptimePercent(counts)).toBe(50)
  })

  it('leaves planned maintenance out, up or down: an hour down of which half was planned is 30 of 1,410', () => {
    const hours = dayOf('up 00:00-10:00', 'up 11:00-24:00', 'maintenance 10:30-11:00')
    const counts = countMinutes(minutesOfDay(hours, nextMidnight))
    expect(counts).toEqual({ up: 1_380, degraded: 0, down: 30, maintenance: 30 })
    expect(uptimePercent(counts)).toBeCloseTo((100 * 1_380) / 1_410, 10)
    const whileUp = countMinutes(minutesOfDay(dayOf('up 00:00-24:00', 'maintenance 10:30-11:00'), nextMidnight))
    expect(whileUp).toEqual({ up: 1_410, degraded: 0, down: 0, maintenance: 30 })
  })

  it('does not count what was before the first start, nor planned maintenance before it', () => {
    const hours = dayOf('up 06:00-24:00', 'maintenance 02:00-03:00')
    const counts = countMinutes(minutesOfDay(hours, nextMidnight, at('06:00')))
    expect(counts).toEqual({ up: 1_080, degraded: 0, down: 0, maintenance: 0 })
    expect(uptimePercent(counts)).toBe(100)
  })

  it('does not count the minute that is still running, which has no snapshot yet', () => {
    const hours = dayOf('up 00:00-10:05')
    expect(countMinutes(minutesOfDay(hours, new Date(at('10:05').getTime() + 59_999))).down).toBe(0)
    expect(countMinutes(minutesOfDay(hours, at('10:06'))).down).toBe(1)
  })

  it('is not known before anybody was there', () => {
    const minutes = minutesOfDay(dayOf(), nextMidnight, null)
    expect(uptimePercent(countMinutes(minutes))).toBeNull()
    expect(barsOf(minutes, [midnight, nextMidnight])[0]?.state).toBe('noData')
  })

  it('shows the worst of each bar, and nothing where nothing is known', () => {
    const hours = dayOf('up 01:00-24:00', 'degraded 02:10-02:11', 'maintenance 03:00-03:30', 'maintenance 04:00-05:00')
    const down = hours.map((hour) => (hour.at.getTime() === at('05:00').getTime() ? { ...hour, healthy: 0n } : hour))
    const boundaries = Array.from({ length: 8 }, (_, hour) => new Date(midnight.getTime() + hour * hourMs))
    const bars = barsOf(minutesOfDay(down, at('06:00'), at('01:00')), boundaries)
    expect(bars.map(({ state }) => state)).toEqual([
      'noData',
      'up',
      'degraded',
      'maintenance',
      'maintenance',
      'down',
      'noData',
    ])
    expect(bars.map(({ percent }) => percent)).toEqual([null, 100, 100, 100, null, 0, null])
  })

  it('lists the outages, newest first; one that goes on has no end', () => {
    const hours = dayOf('up 00:00-10:00', 'up 10:05-11:00', 'maintenance 11:00-11:10', 'up 11:12-12:00')
    expect(outagesOf(minutesOfDay(hours, at('12:03')), 10)).toEqual([
      { from: at('12:00').toISOString(), to: null, minutes: 3 },
      { from: at('11:10').toISOString(), to: at('11:12').toISOString(), minutes: 2 },
      { from: at('10:00').toISOString(), to: at('10:05').toISOString(), minutes: 5 },
    ])
    expect(outagesOf(minutesOfDay(hours, at('12:03')), 1)).toHaveLength(1)
  })
})

describe('bars', () => {
  const lengths = (boundaries: Date[]) =>
    boundaries.slice(1).map((to, index) => (to.getTime() - (boundaries[index]?.getTime() ?? 0)) / hourMs)

  it('are the last 24 hours, the running one last', () => {
    const boundaries = boundariesOf('24h', at('12:34'), 'Europe/Berlin')
    expect([boundaries.length, boundaries[0], boundaries[24]]).toEqual([
      25,
      new Date('2026-11-27T13:00:00Z'),
      at('13:00'),
    ])
  })

  it('are days of the company’s calendar, today last', () => {
    const boundaries = boundariesOf('7d', at('23:30'), 'Europe/Berlin')
    expect([boundaries.length, boundaries[0], boundaries[7]]).toEqual([
      8,
      new Date('2026-11-22T23:00:00Z'),
      new Date('2026-11-29T23:00:00Z'),
    ])
  })

  it('are 23 and 25 hours long when the clocks change', () => {
    expect(new Set(lengths(boundariesOf('7d', new Date('2026-03-30T12:00:00Z'), 'Europe/Berlin')))).toEqual(
      new Set([24, 23]),
    )
    expect(new Set(lengths(boundariesOf('30d', new Date('2026-11-01T12:00:00Z'), 'Europe/Berlin')))).toEqual(
      new Set([24, 25]),
    )
  })
})

describe('against a walk from minute to minute', () => {
  const kinds = ['none', 'healthy', 'degraded', 'unhealthy'] as const
  const stretch = fc.record({
    kind: fc.constantFrom(...kinds),
    isPlanned: fc.boolean(),
    minutes: fc.integer({ min: 1, max: 90 }),
  })

  it('agrees about every minute', () => {
    fc.assert(
      fc.property(
        fc.array(stretch, { minLength: 1, maxLength: 12 }),
        fc.nat(200),
        fc.nat(59),
        fc.nat(300),
        (stretches, late, offset, firstIndex) => {
          const walked = stretches.flatMap(({ minutes, ...what }) => Array.from({ length: minutes }, () => what))
          const hours = Array.from({ length: Math.ceil(walked.length / 60) }, (_, hour) => {
            const bits = (has: (minute: (typeof walked)[number]) => boolean) =>
              walked
                .slice(hour * 60, hour * 60 + 60)
                .reduce((mask, minute, index) => (has(minute) ? mask | (1n << BigInt(index)) : mask), 0n)
            return {
              at: new Date(midnight.getTime() + hour * hourMs),
              healthy: bits(({ kind }) => kind === 'healthy'),
              degraded: bits(({ kind }) => kind === 'degraded'),
              unhealthy: bits(({ kind }) => kind === 'unhealthy'),
              maintenance: bits(({ isPlanned }) => isPlanned),
            }
          })
          const now = new Date(midnight.getTime() + late * minuteMs + 30_000)
          const firstAt = new Date(midnight.getTime() + firstIndex * minuteMs)
          const from = new Date(midnight.getTime() + offset * minuteMs)
          const { states } = minutesFrom(hours, { from, now, firstAt })
          const expected = Array.from({ length: Math.max(0, late - offset) }, (_, index) => {
            const minute = walked[index + offset]
            if (index + offset < firstIndex) return 'unknown'
            if (minute?.isPlanned) return 'maintenance'
            if (minute?.kind === 'healthy') return 'up'
            return minute?.kind === 'degraded' ? 'degraded' : 'down'
          })
          expect([...states].map((state) => minuteStates[state])).toEqual(expected)
        },
      ),
    )
  })
})
