import { hourMs, minuteMs, secondMs } from '../clock'
import { probe } from '../db'
import type { CheckResult, CheckStatus, HealthCheck } from '../health/contract'
import { uuidv7Floor } from '../ids'

const period = 'last 1 hour'

type Counts = { total: number; errors: number; critical: number }

/** Committed events that wait for the sealer: while there is one, there are a few thousand at most. */
const maxUnsealed = 10_000

/** Minutes that are counted, the events that are not yet, and the events themselves where a minute is cut; one snapshot. */
const text = `
  WITH counted AS (
    SELECT "severity", "count" FROM "AuditMinute" WHERE "at" >= $2 AND "at" < $3 AND "source" = 'daybook'
    UNION ALL
    SELECT e."severity", 1
    FROM (SELECT "id" FROM "AuditUnsealed" WHERE "id" BETWEEN $5 AND $6 ORDER BY "id" DESC LIMIT ${maxUnsealed}) AS u
    JOIN "AuditLog" AS e ON e."id" = u."id" AND e."id" BETWEEN $5 AND $6
    WHERE e."occurredAt" >= $2 AND e."occurredAt" < $3 AND e."source" = 'daybook'
    UNION ALL
    SELECT "severity", 1 FROM "AuditLog"
    WHERE "id" BETWEEN $5 AND $7 AND "occurredAt" >= $1 AND "occurredAt" < $2 AND "source" = 'daybook'
    UNION ALL
    SELECT "severity", 1 FROM "AuditLog"
    WHERE "id" BETWEEN $8 AND $6 AND "occurredAt" >= $3 AND "occurredAt" < $4 AND "source" = 'daybook'
  )
  SELECT coalesce(sum("count"), 0)::int AS total,
    coalesce(sum("count") FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')), 0)::int AS errors,
    coalesce(sum("count") FILTER (WHERE "severity" = 'CRITICAL'), 0)::int AS critical
  FROM counted`

/** How many of Daybook's own events of the last hour are errors. */
export const checkErrorRate: HealthCheck = {
  name: 'errorRate',
  whenLate: { status: 'unknown', message: 'The events of the last hour could not be counted in time', period },
  run: (signal) => errorRate(signal, new Date()),
}

/**
 * The hour before `now` to the millisecond, with five minutes of grace ahead: another instance's clock may run fast.
 * Of events that wait for the sealer it counts the newest 10,000.
 */
export async function errorRate(signal: AbortSignal, now: Date): Promise<CheckResult> {
  const { rows } = await probe<Counts>(signal, { name: 'health-error-rate', text, values: valuesAt(now.getTime()) })
  const counts = rows[0] ?? { total: 0, errors: 0, critical: 0 }
  const percent = counts.total === 0 ? 0 : Math.round((counts.errors / counts.total) * 1_000) / 10
  return { status: rateErrors(counts), period, counts: { errorRate: `${percent}%`, ...counts } }
}

function valuesAt(nowMs: number): string[] {
  const [from, to] = [nowMs - hourMs, nowMs + 5 * minuteMs]
  const [firstMinute, endMinute] = [Math.ceil(from / minuteMs) * minuteMs, Math.floor(to / minuteMs) * minuteMs]
  const times = [from, firstMinute, endMinute, to]
  // An id's time is cut off to milliseconds where a trigger's `occurredAt` was rounded.
  const ids = [from - secondMs, to + secondMs, firstMinute + secondMs, endMinute - secondMs]
  return [...times.map((ms) => new Date(ms).toISOString()), ...ids.map((ms) => uuidv7Floor(new Date(ms)))]
}

/** Unhealthy above 10 % of at least 20 events; degraded from 5 % or with any CRITICAL. */
export function rateErrors({ total, errors, critical }: Counts): CheckStatus {
  if (total >= 20 && errors * 10 > total) return 'unhealthy'
  return critical > 0 || (errors > 0 && errors * 20 >= total) ? 'degraded' : 'healthy'
}
