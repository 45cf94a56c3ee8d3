import { secondMs } from '../clock'
import type { Context } from '../context'
import { wholeAnswer } from '../whole-answer'
import type { HealthCheck, HealthReport } from './contract'
import { healthJsonOf } from './health-json'
import { runChecks } from './run-checks'
import { share } from './share'
import { maySeeCounts, viewOf } from './view'

const sharedForMs = 3 * secondMs
const healthJson = 'application/health+json'

/** The newest report of this process, at most 3 s old. Never throws. */
export function systemHealth(checks: readonly HealthCheck[]): Promise<HealthReport> {
  return share('report', sharedForMs, () => runChecks(checks))
}

/** The answer of `GET /api/system/health`: 503 when unhealthy, in the format and detail the caller may have. */
export async function systemHealthResponse(
  ctx: Context,
  request: Request,
  checks: readonly HealthCheck[],
): Promise<Response> {
  const report = await systemHealth(checks)
  const withCounts = maySeeCounts(ctx.actor)
  const isHealthJson = prefersHealthJson(request.headers.get('accept') ?? '')
  return wholeAnswer(bodyOf(report, isHealthJson, withCounts), {
    status: report.status === 'unhealthy' ? 503 : 200,
    headers: {
      'content-type': isHealthJson ? healthJson : 'application/json',
      'cache-control': withCounts ? 'private, max-age=3' : 'max-age=3',
      // Also without counts, so that a cache never gives one caller's format or detail to another.
      vary: 'Accept, Authorization, Cookie',
    },
  })
}

/** The texts of the reports that are shared: monitors ask for the same one many times. */
const bodies = new WeakMap<HealthReport, Map<string, string>>()

function bodyOf(report: HealthReport, isHealthJson: boolean, withCounts: boolean): string {
  const texts = bodies.get(report) ?? new Map<string, string>()
  bodies.set(report, texts)
  const kind = `${isHealthJson} ${withCounts}`
  const text = texts.get(kind) ?? JSON.stringify((isHealthJson ? healthJsonOf : viewOf)(report, withCounts))
  texts.set(kind, text)
  return text
}

/** Whether health+json is asked for by name and no less liked than plain JSON. */
function prefersHealthJson(accept: string): boolean {
  const wanted = quality(accept, healthJson)
  return wanted > 0 && wanted >= quality(accept, 'application/json')
}

/** The `q` given to exactly this media type; 0 when it is not named. */
function quality(accept: string, mediaType: string): number {
  const range = accept
    .split(',')
    .map((part) => part.split(';').map((word) => word.trim().toLowerCase()))
    .find(([name]) => name === mediaType)
  if (!range) return 0
  const q = Number(range.find((word) => word.startsWith('q='))?.slice(2) ?? 1)
  return Number.isNaN(q) ? 1 : q
}
