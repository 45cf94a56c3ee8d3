import { hourMs, secondMs } from '../clock'
import type { CheckResult, HealthCheck } from '../health/contract'
import { type TrailState, trailState } from './write/trail-state'

/** Whether every event is where it belongs. Looks at this process and its disk only, so that it is known while the database is away. */
export const checkAuditTrail: HealthCheck = {
  name: 'auditTrail',
  run: async () => rateTrail(await trailState(), Date.now()),
}

/** Degraded while anything waits or was set aside; unhealthy for an hour after an event that only the log took. */
export function rateTrail(state: TrailState, nowMs: number): CheckResult {
  const { oldestSpooledMs, lastResortAtMs, ...numbers } = state
  const age = oldestSpooledMs === undefined ? 0 : Math.max(0, Math.round((nowMs - oldestSpooledMs) / secondMs))
  const counts = { ...numbers, ...(oldestSpooledMs === undefined ? {} : { oldestSpooled: `${age}s` }) }
  if (state.lastResort > 0 && nowMs - lastResortAtMs < hourMs)
    return { status: 'unhealthy', message: 'Events stand only in the log: look for AUDIT_LAST_RESORT', counts }
  if (state.torn + state.refused > 0)
    return { status: 'degraded', message: 'Spooled events were set aside: look at the spool folder', counts }
  if (state.spoolDepth + state.spoolBytes > 0)
    return { status: 'degraded', message: 'Events wait in the spool for the database', counts }
  return { status: 'healthy', counts }
}
