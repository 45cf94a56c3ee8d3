import { minuteMs } from '../clock'
import { probe } from '../db'
import type { CheckResult, HealthCheck } from '../health/contract'
import { evaluatorLease } from './evaluate/evaluator'

type Counts = {
  pending: number
  dead: number
  failingChannels: number
  oldestMs: number | null
  waiting: number
  isLed: boolean | null
}

const text = `
  SELECT (SELECT count(*)::int FROM "Delivery" WHERE "status" IN ('PENDING', 'SENDING')) AS pending,
    (SELECT count(*)::int FROM "Delivery" WHERE "status" = 'DEAD' AND "id" > daybook_uuidv7_floor(now() - interval '1 day')) AS dead,
    (SELECT count(*)::int FROM "AlertChannel" WHERE "isEnabled" AND "deletedAt" IS NULL AND "failureStreak" >= 3) AS "failingChannels",
    (SELECT extract(epoch FROM now() - min("createdAt"))::float8 * 1000 FROM "Delivery" WHERE "status" IN ('PENDING', 'SENDING')) AS "oldestMs",
    (SELECT count(*)::int FROM (SELECT FROM "AlertSignal" LIMIT 10000) AS s) AS waiting,
    (SELECT "expiresAt" > now() FROM "Lease" WHERE "name" = $1) AS "isLed"`

/** Messages are retried for hours; one that waits so long is worth a look. */
const lateMs = 15 * minuteMs

/** Whether alerts would reach somebody: somebody evaluates, nothing waits for long, nothing was given up. */
export const checkAlertDelivery: HealthCheck = {
  name: 'alertDelivery',
  whenLate: { status: 'unknown', message: 'The deliveries could not be counted in time' },
  run: async (signal) => {
    const { rows } = await probe<Counts>(signal, { name: 'health-alert-delivery', text, values: [evaluatorLease] })
    return rows[0] ? judge(rows[0]) : { status: 'unknown', message: 'The deliveries could not be counted' }
  },
}

/** Exported for its test. */
export function judge({ pending, dead, failingChannels, oldestMs, waiting, isLed }: Counts): CheckResult {
  const counts = { pending, dead, failingChannels, waiting }
  const problem = problemOf({ dead, failingChannels, oldestMs, isLed })
  if (problem) return { status: 'degraded', message: problem, counts }
  if (isLed === null) return { status: 'unknown', message: 'No process has looked at the alert rules yet', counts }
  return { status: 'healthy', message: 'Alerts are evaluated and delivered', counts }
}

function problemOf(counts: Pick<Counts, 'dead' | 'failingChannels' | 'oldestMs' | 'isLed'>): string | undefined {
  if (counts.isLed === false) return 'No process looks at the alert rules at this moment'
  if (counts.failingChannels > 0) return 'A channel has failed three times in a row or more'
  if (counts.dead > 0) return 'A message was given up in the last 24 hours'
  if (counts.oldestMs !== null && counts.oldestMs > lateMs) return 'A message has been waiting for more than 15 minutes'
  return undefined
}
