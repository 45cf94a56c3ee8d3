import { dayMs, minuteMs } from '../clock'
import type { Tx } from '../db'
import type { MetricsSnapshot } from './contract'
import { percentiles } from './read-minutes'
import { errorsOf } from './request-families'
import type { RequestTotals } from './request-totals'

type Percentiles = Pick<MetricsSnapshot, 'p50Ms' | 'p95Ms' | 'p99Ms'>
export const unknownPercentiles: Percentiles = { p50Ms: null, p95Ms: null, p99Ms: null }

/** Over all instances from the minute that `since` falls into, 24 h at most. Throws what the driver throws. */
export async function percentilesSince(tx: Tx, since: Date, now: Date): Promise<Percentiles> {
  // A stretch begins after its `from`, and the minute of `since` belongs to it.
  const from = new Date(Math.max(since.getTime() - minuteMs, now.getTime() - dayMs))
  const [p50Ms = null, p95Ms = null, p99Ms = null] = await percentiles(tx, { ps: [0.5, 0.95, 0.99], from, to: now })
  return { p50Ms, p95Ms, p99Ms }
}

/** What this process has counted, beside percentiles that somebody has read. */
export function snapshotOf(totals: RequestTotals, found: Percentiles): MetricsSnapshot {
  const requestsByStatus: Record<string, number> = {}
  const requestsByMethod: Record<string, number> = {}
  const sums = { requests: 0, errors: 0, timed: 0, ms: 0 }
  for (const byMethod of totals.routes.values())
    for (const [method, route] of byMethod) {
      for (const [status, count] of route.statuses) {
        requestsByStatus[status] = (requestsByStatus[status] ?? 0) + count
        requestsByMethod[method] = (requestsByMethod[method] ?? 0) + count
        sums.requests += count
      }
      sums.errors += errorsOf(route)
      for (const cell of route.durations) {
        sums.timed += cell?.count ?? 0
        sums.ms += cell?.sumMs ?? 0
      }
    }
  return {
    totalRequests: sums.requests,
    totalErrors: sums.errors,
    requestsByStatus,
    requestsByMethod,
    averageDurationMs: sums.timed === 0 ? 0 : Math.round((sums.ms / sums.timed) * 1_000) / 1_000,
    ...found,
    since: totals.since.toISOString(),
  }
}
