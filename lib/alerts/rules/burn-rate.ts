import type { AlertSeverity } from '../contract'

/** The period that the budget is for. */
export const budgetDays = 30

/** Requests of a stretch of time and those of them that failed. */
export type Totals = { requests: number; errors: number }

/** Thresholds of the burn rate, one per pair of windows, and what else decides. */
export type BurnLimits = {
  targetPercent: number
  minimumErrors: number
  burn1h: number
  burn6h: number
  burn24h: number
  burn72h: number
  look1h: number
}

type BurnWindow = {
  limit: 'burn1h' | 'burn6h' | 'burn24h' | 'burn72h' | 'look1h'
  longMinutes: number
  /** A twelfth of the long one: it makes the alert end soon after the trouble does. */
  shortMinutes: number
  severity: AlertSeverity
}

/**
 * Worst first. The first, second and fourth pair are the recommended ones of the Google SRE workbook, chapter 5, table 5-8
 * (2 % of a month's budget in an hour, 5 % in six, 10 % in three days); the third is a tenth of it in a day.
 */
export const burnWindows: readonly BurnWindow[] = [
  { limit: 'burn1h', longMinutes: 60, shortMinutes: 5, severity: 'critical' },
  { limit: 'burn6h', longMinutes: 360, shortMinutes: 30, severity: 'critical' },
  { limit: 'burn24h', longMinutes: 1_440, shortMinutes: 120, severity: 'medium' },
  { limit: 'burn72h', longMinutes: 4_320, shortMinutes: 360, severity: 'medium' },
  { limit: 'look1h', longMinutes: 60, shortMinutes: 60, severity: 'low' },
]

/** Every window there is, in minutes. */
export const allWindowMinutes: readonly number[] = [
  ...new Set(burnWindows.flatMap(({ longMinutes, shortMinutes }) => [longMinutes, shortMinutes])),
]

/**
 * How many times as fast as the target allows requests fail: at 1, exactly the budget of the month is used up by its end.
 * 0 without requests.
 */
export function burnRate({ requests, errors }: Totals, targetPercent: number): number {
  if (requests === 0) return 0
  // Rounded, so that a rate that equals a threshold does not exceed it by the 15th digit.
  return Number(((errors / requests / (100 - targetPercent)) * 100).toPrecision(9))
}

/** The worst pair of windows that burns too fast in both, with at least so many failures in the long one. */
export function findBurn(
  totalsOf: (minutes: number) => Totals,
  limits: BurnLimits,
): (BurnWindow & { rate: number; totals: Totals }) | undefined {
  for (const window of burnWindows) {
    const totals = totalsOf(window.longMinutes)
    const rate = burnRate(totals, limits.targetPercent)
    const isFast = rate > limits[window.limit] && totals.errors >= limits.minimumErrors
    if (isFast && burnRate(totalsOf(window.shortMinutes), limits.targetPercent) > limits[window.limit])
      return { ...window, rate, totals }
  }
  return undefined
}
