import type { CheckResult, HealthCheck } from '../health/contract'
import { poolCounts } from './pool'

/** Whether callers have to wait for a connection. Stands first in the list: the other checks use connections too. */
export const checkConnectionPool: HealthCheck = {
  name: 'connectionPool',
  run: async () => ratePool(poolCounts()),
}

/** Degraded while all connections are in use and somebody waits. */
export function ratePool(counts: ReturnType<typeof poolCounts>): CheckResult {
  const isExhausted = counts.waiting > 0 && counts.idle === 0 && counts.total >= counts.max
  return isExhausted
    ? { status: 'degraded', message: 'All database connections are in use and callers wait', counts }
    : { status: 'healthy', counts }
}
