import { hourMs, minuteMs } from '../clock'
import { probe } from '../db'
import type { CheckResult, CheckStatus, HealthCheck } from '../health/contract'
import { uuidv7Floor } from '../ids'

const period = 'last 1 hour'

type Counts = { total: number; errors: number; critical: number }

const text = `
  SELECT count(*)::int AS total,
    (count(*) FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')))::int AS errors,
    (count(*) FILTER (WHERE "severity" = 'CRITICAL'))::int AS critical
  FROM "AuditLog" WHERE "id" >= $1::uuid AND "id" < $2::uuid AND "source" = 'daybook'`

/** How many of Daybook's own events of the last hour are errors. */
export const checkErrorRate: HealthCheck = {
  name: 'errorRate',
  whenLate: { status: 'unknown', message: 'The events of the last hour could not be counted in time', period },
  run: (signal) => errorRate(signal, new Date()),
}

/** The hour before `now`, with five minutes of grace ahead: another instance's clock may run fast. */
export async function errorRate(signal: AbortSignal, now: Date): Promise<CheckResult> {
  const from = new Date(now.getTime() - hourMs)
  const to = new Date(now.getTime() + 5 * minuteMs)
  const { rows } = await probe<Counts>(signal, {
    name: 'health-error-rate',
    text,
    values: [uuidv7Floor(from), uuidv7Floor(to)],
  })
  const counts = rows[0] ?? { total: 0, errors: 0, critical: 0 }
  const percent = counts.total === 0 ? 0 : Math.round((counts.errors / counts.total) * 1_000) / 10
  return { status: rateErrors(counts), period, counts: { errorRate: `${percent}%`, ...counts } }
}

/** Unhealthy above 10 % of at least 20 events; degraded from 5 % or with any CRITICAL. */
export function rateErrors({ total, errors, critical }: Counts): CheckStatus {
  if (total >= 20 && errors * 10 > total) return 'unhealthy'
  return critical > 0 || (errors > 0 && errors * 20 >= total) ? 'degraded' : 'healthy'
}
