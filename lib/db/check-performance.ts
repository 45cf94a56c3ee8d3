import { hourMs } from '../clock'
import type { CheckResult, HealthCheck } from '../health/contract'
import { uuidv7Floor } from '../ids'
import { probe } from './probe'

const thresholdMs = 1_000
const threshold = `${thresholdMs}ms`

// The newest event: an index, a table and a cost that does not grow with the trail.
const text = `SELECT "id" FROM "AuditLog" WHERE "id" >= $1::uuid ORDER BY "id" DESC LIMIT 1`

/** How long a small real query takes. */
export const checkDatabasePerformance: HealthCheck = {
  name: 'databasePerformance',
  whenLate: { status: 'degraded', message: 'The query did not end in time', threshold },
  async run(signal) {
    const dayAgo = new Date(Date.now() - 24 * hourMs)
    const { queryMs } = await probe(signal, { name: 'health-performance', text, values: [uuidv7Floor(dayAgo)] })
    return ratePerformance(queryMs)
  },
}

/** Degraded from 1000 ms. */
export function ratePerformance(queryMs: number): CheckResult {
  // Rounded first, so that the number shown and the status never contradict each other.
  const shownMs = Math.round(queryMs)
  return { status: shownMs >= thresholdMs ? 'degraded' : 'healthy', queryTime: `${shownMs}ms`, threshold }
}
