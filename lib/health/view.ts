import type { Actor } from '../context'
import { env } from '../env'
import { release } from '../release'
import type { HealthReport, SystemHealth } from './contract'

/** Numbers of the business are for founders and keys made for it, or for anyone where the owner says so. */
export function maySeeCounts(actor: Actor): boolean {
  if (env().HEALTH_PUBLIC_DETAIL === 'full') return true
  if (actor.type === 'apiKey') return actor.scopes.includes('health:read')
  return actor.type === 'user' && actor.role === 'FOUNDER'
}

/** The report as it is answered, with or without counts. */
export function viewOf(report: HealthReport, withCounts: boolean): SystemHealth {
  const checks = Object.entries(report.checks).map(([name, { counts, durationMs: _ours, ...shown }]) => [
    name,
    withCounts ? { ...shown, ...counts } : shown,
  ])
  return {
    status: report.status,
    timestamp: report.timestamp,
    responseTime: `${report.durationMs}ms`,
    version: release(),
    checks: Object.fromEntries(checks),
  }
}
