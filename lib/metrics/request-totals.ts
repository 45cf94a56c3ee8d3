import { processSingleton } from '../singleton'
import { bucketCount, bucketOf } from './buckets'
import { knownMethod } from './request-counts'
import { otherRoute } from './routes'

/** Durations of requests that ended with statuses of one class. The last request of each class of duration is remembered by its id. */
export type DurationCell = {
  count: number
  sumMs: number
  buckets: Float64Array
  correlationIds: (string | undefined)[]
  lastMs: Float64Array
  lastAtMs: Float64Array
}

/** Requests of one method and route. `durations` stand at the first digit of their status; a stream has none. */
export type RouteTotals = { statuses: Map<number, number>; durations: (DurationCell | undefined)[] }

export type EndedRequest = {
  method: string
  /** The template of its address, never the address. */
  route: string
  status: number
  /** Undefined for a stream, whose length is no measure. */
  durationMs: number | undefined
  correlationId: string
}

/** As of `RequestCounts`: labels come from the build, and that no caller can make any up is not left to the caller. */
const maxRoutes = 1_000

/** What this process has answered since it began to count: what Prometheus asks for, which never goes back. */
export class RequestTotals {
  readonly since = new Date()
  /** By route, then by method. */
  readonly routes = new Map<string, Map<string, RouteTotals>>()

  record(atMs: number, { method, route, status, durationMs, correlationId }: EndedRequest): void {
    const totals = this.routes.get(route)?.get(method) ?? this.#totalsOf(method, route)
    totals.statuses.set(status, (totals.statuses.get(status) ?? 0) + 1)
    if (durationMs === undefined) return
    const digit = Math.trunc(status / 100)
    const cell = (totals.durations[digit] ??= emptyDurations())
    const bucket = bucketOf(durationMs)
    cell.count += 1
    cell.sumMs += durationMs
    cell.buckets[bucket] = (cell.buckets[bucket] ?? 0) + 1
    cell.correlationIds[bucket] = correlationId
    cell.lastMs[bucket] = durationMs
    cell.lastAtMs[bucket] = atMs
  }

  #totalsOf(method: string, route: string): RouteTotals {
    const isTooMany = this.routes.size >= maxRoutes && !this.routes.has(route)
    const [knownRoute, name] = [isTooMany ? otherRoute : route, knownMethod(method)]
    const byMethod = this.routes.get(knownRoute) ?? new Map<string, RouteTotals>()
    this.routes.set(knownRoute, byMethod)
    const found = byMethod.get(name)
    if (found) return found
    const made: RouteTotals = { statuses: new Map(), durations: [] }
    byMethod.set(name, made)
    return made
  }
}

const emptyDurations = (): DurationCell => ({
  count: 0,
  sumMs: 0,
  buckets: new Float64Array(bucketCount),
  correlationIds: Array.from({ length: bucketCount }, () => undefined),
  lastMs: new Float64Array(bucketCount),
  lastAtMs: new Float64Array(bucketCount),
})

/** The ones of this process. */
export const getRequestTotals = (): RequestTotals => processSingleton('metrics.totals', () => new RequestTotals())
