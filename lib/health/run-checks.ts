import { secondMs } from '../clock'
import { classifyDbError } from '../db'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import type { CheckResult, CheckStatus, HealthCheck, HealthReport, OverallStatus } from './contract'
import { withinLimit } from './time-limit'

/** How long one check may take. */
export const checkLimitMs = 2 * secondMs

/** Runs all checks at once. Takes `limitMs` and a moment at most, whatever they do, and never throws. */
export async function runChecks(checks: readonly HealthCheck[], limitMs = checkLimitMs): Promise<HealthReport> {
  const startedMs = performance.now()
  const timestamp = new Date().toISOString()
  const results = await Promise.all(checks.map(async (check) => [check.name, await timed(check, limitMs)] as const))
  return {
    status: worstOf(results.map(([, result]) => result.status)),
    timestamp,
    durationMs: elapsedMs(startedMs),
    checks: Object.fromEntries(results),
  }
}

/** The worst status. `unknown` does not worsen. */
export function worstOf(statuses: readonly CheckStatus[]): OverallStatus {
  if (statuses.includes('unhealthy')) return 'unhealthy'
  return statuses.includes('degraded') ? 'degraded' : 'healthy'
}

async function timed(check: HealthCheck, limitMs: number): Promise<CheckResult & { durationMs: number }> {
  const startedMs = performance.now()
  const result = await runCheck(check, limitMs).catch((error: unknown) => failed(check, error))
  return { ...result, durationMs: elapsedMs(startedMs) }
}

async function runCheck(check: HealthCheck, limitMs: number): Promise<CheckResult> {
  // A check that hangs is not started again on top of itself: a dead network disk would take a thread each time.
  const running = processSingleton('health.running', () => new Set<string>())
  if (running.has(check.name)) return late(check)
  running.add(check.name)
  const outcome = await withinLimit(limitMs, (signal) =>
    // Inside `then`, so that a check that throws at once is a rejection like any other.
    Promise.resolve()
      .then(() => check.run(signal))
      .finally(() => running.delete(check.name)),
  )
  return outcome === 'late' ? late(check) : outcome.value
}

function late(check: HealthCheck): CheckResult {
  return check.whenLate ?? { status: 'unhealthy', message: 'The check did not end in time' }
}

/** A database that is away is told by its own check; the others then know nothing, which is not worse. */
function failed(check: HealthCheck, error: unknown): CheckResult {
  if (classifyDbError(error)) return { status: 'unknown', message: 'The database does not answer' }
  logger.error('HEALTH_CHECK_FAILED', { check: check.name, error })
  return { status: 'unhealthy', message: 'The check itself failed; the log says why' }
}

const elapsedMs = (startedMs: number) => Math.round(performance.now() - startedMs)
