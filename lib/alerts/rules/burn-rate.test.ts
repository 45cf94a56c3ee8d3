import { expect, test } from 'vitest'
import { type BurnLimits, budgetDays, burnRate, burnWindows, findBurn, type Totals } from './burn-rate'

const limits: BurnLimits = {
  targetPercent: 99.9,
  minimumErrors: 3,
  burn1h: 14.4,
  burn6h: 6,
  burn24h: 3,
  burn72h: 1,
  look1h: 0.5,
}

/** Steady traffic of so many requests a minute, of which this part fails since the given number of minutes. */
const failing =
  (
    part: number,
    {
      forMinutes,
      perMinute = 100_000,
      endedMinutesAgo = 0,
    }: { forMinutes: number; perMinute?: number; endedMinutesAgo?: number },
  ) =>
  (minutes: number): Totals => {
    const bad = Math.max(0, Math.min(minutes, forMinutes + endedMinutesAgo) - endedMinutesAgo)
    return { requests: minutes * perMinute, errors: Math.round(bad * perMinute * part) }
  }

const found = (totals: (minutes: number) => Totals, changed: Partial<BurnLimits> = {}) => {
  const burn = findBurn(totals, { ...limits, ...changed })
  return burn && `${burn.severity} ${burn.limit}`
}

test.each([
  ['burn1h', 2, 60, 5],
  ['burn6h', 5, 360, 30],
  ['burn24h', 10, 1_440, 120],
  ['burn72h', 10, 4_320, 360],
] as const)(
  '%s stands for %d %% of the month’s budget in its long window, and the short one is a twelfth (SRE workbook, table 5-8)',
  (limit, percent, longMinutes, shortMinutes) => {
    const window = burnWindows.find((each) => each.limit === limit)
    expect(window).toMatchObject({ longMinutes, shortMinutes })
    expect((limits[limit] * longMinutes) / (budgetDays * 1_440)).toBeCloseTo(percent / 100, 10)
    expect(longMinutes / shortMinutes).toBe(12)
  },
)

test('the burn rate is how many times as fast as allowed requests fail', () => {
  expect(burnRate({ requests: 1_000, errors: 1 }, 99.9)).toBe(1)
  expect(burnRate({ requests: 10_000, errors: 144 }, 99.9)).toBe(14.4)
  expect(burnRate({ requests: 100, errors: 100 }, 99.9)).toBe(1_000)
  expect(burnRate({ requests: 100, errors: 10 }, 99)).toBe(10)
  expect(burnRate({ requests: 0, errors: 0 }, 99.9)).toBe(0)
})

test.each([
  [0.0144, 60, 'low look1h'],
  [0.01441, 60, 'critical burn1h'],
  [0.006, 360, 'low look1h'],
  [0.00601, 360, 'critical burn6h'],
  [0.003, 1_440, 'low look1h'],
  [0.00301, 1_440, 'medium burn24h'],
  [0.001, 4_320, 'low look1h'],
  [0.00101, 4_320, 'medium burn72h'],
  [0.0005, 4_320, undefined],
  [0.00051, 4_320, 'low look1h'],
])('a part of %d that fails for %d min is %s: the threshold itself is not above it', (part, forMinutes, outcome) => {
  expect(found(failing(part, { forMinutes }))).toBe(outcome)
})

test('a total outage is critical within the first minute (workbook: 0.0144 × 60 min) and over five minutes after its end', () => {
  const onlyFast = { burn6h: 1_000, burn24h: 1_000, burn72h: 1_000, look1h: 1_000 }
  const outage = (forMinutes: number, endedMinutesAgo = 0) =>
    found(failing(1, { forMinutes, endedMinutesAgo }), onlyFast)
  expect([outage(0.8), outage(0.9)]).toEqual([undefined, 'critical burn1h'])
  expect([outage(10, 4), outage(10, 5)]).toEqual(['critical burn1h', undefined])
})

test('a leak of 1 % uses a twentieth of the budget in 216 minutes, and is critical from then on', () => {
  const leak = (forMinutes: number) => found(failing(0.01, { forMinutes }))
  expect([leak(215), leak(217)]).toEqual(['low look1h', 'critical burn6h'])
})

test('an outage that has been over for half an hour does not page, although its long windows still have it', () => {
  const outage = (endedMinutesAgo: number) => found(failing(1, { forMinutes: 10, endedMinutesAgo }))
  expect([outage(29), outage(30), outage(119), outage(120), outage(359), outage(360)]).toEqual([
    'critical burn6h',
    'medium burn24h',
    'medium burn24h',
    'medium burn72h',
    'medium burn72h',
    undefined,
  ])
})

test('one failure in ten requests pages nobody, nor do two; three of ten do', () => {
  const quiet = (errors: number) => found(() => ({ requests: 10, errors }))
  expect([quiet(1), quiet(2), quiet(3)]).toEqual([undefined, undefined, 'critical burn1h'])
})

test('a night without any request is no failure', () => {
  expect(found(() => ({ requests: 0, errors: 0 }))).toBeUndefined()
})

test('a looser target lets more fail', () => {
  const totals = failing(0.02, { forMinutes: 60 })
  expect([found(totals), found(totals, { targetPercent: 99 })]).toEqual(['critical burn1h', 'low look1h'])
})
