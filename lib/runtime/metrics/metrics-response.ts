import { secondMs } from '../../clock'
import { getDb } from '../../db'
import { share } from '../../health/share'
import { withinLimit } from '../../health/time-limit'
import { logger } from '../../logger'
import type { MetricsSnapshot } from '../../metrics/contract'
import { renderMetrics } from '../../metrics/exposition'
import { type MetricsFormat, metricsContentType, metricsFormatOf } from '../../metrics/format'
import { requestFamilies } from '../../metrics/request-families'
import { getRequestTotals } from '../../metrics/request-totals'
import { percentilesSince, snapshotOf, unknownPercentiles } from '../../metrics/snapshot'
import { processFamilies } from './process-families'
import { sharedFamilies } from './shared-families'

const sharedForMs = 3 * secondMs
const limitMs = 2 * secondMs

/** The answer of `GET /metrics`, in the format asked for or the one that `Accept` likes best. Asks the database every 3 s at most. */
export async function metricsResponse(request: Request, format?: MetricsFormat): Promise<Response> {
  const chosen = format ?? metricsFormatOf(request.headers.get('accept'))
  const body = chosen === 'json' ? JSON.stringify(await metricsSnapshot()) : await metricsText(chosen)
  return new Response(body, {
    headers: { 'content-type': metricsContentType[chosen], 'cache-control': 'no-store', vary: 'Accept' },
  })
}

async function metricsText(format: Exclude<MetricsFormat, 'json'>): Promise<string> {
  const shared = await sharedFamilies()
  return renderMetrics([...requestFamilies(getRequestTotals()), ...processFamilies(), ...shared], format)
}

async function metricsSnapshot(): Promise<MetricsSnapshot> {
  const totals = getRequestTotals()
  return snapshotOf(totals, await share('metrics.percentiles', sharedForMs, () => percentilesOrNone(totals.since)))
}

async function percentilesOrNone(since: Date) {
  try {
    const outcome = await withinLimit(limitMs, () => percentilesSince(getDb(), since, new Date()))
    return outcome === 'late' ? unknownPercentiles : outcome.value
  } catch (error) {
    // What this process counted itself is worth an answer; the database's own lines tell that it is away.
    logger.debug('METRICS_PERCENTILES_UNKNOWN', { error })
    return unknownPercentiles
  }
}
