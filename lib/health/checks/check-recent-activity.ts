import { dayMs } from '../../clock'
import { probe } from '../../db'
import type { CheckResult, HealthCheck } from '../contract'

const period = 'last 24 hours'
const silenceMs = 2 * dayMs

type Row = { conversions: number; payments: number; last: Date | null }

const text = `
  SELECT s.n AS conversions, p.n AS payments, greatest(s.last, p.last) AS last
  FROM (SELECT (count(*) FILTER (WHERE "enrolledAt" > $1))::int AS n, max("enrolledAt") AS last
        FROM "Student" WHERE "enrolledAt" <= $2) s,
       (SELECT (count(*) FILTER (WHERE "receivedAt" > $1))::int AS n, max("receivedAt") AS last
        FROM "Payment" WHERE "receivedAt" <= $2) p`

/** Whether the business moves: a form that broke without an error shows here first. */
export const checkRecentActivity: HealthCheck = {
  name: 'recentActivity',
  whenLate: { status: 'unknown', message: 'Recent records could not be counted in time', period },
  run: (signal) => recentActivity(signal, new Date()),
}

/** The 24 h before `now`. Degraded when the last conversion or payment is 48 h old; not when there never was one. */
export async function recentActivity(signal: AbortSignal, now: Date): Promise<CheckResult> {
  const dayAgo = new Date(now.getTime() - dayMs)
  const { rows } = await probe<Row>(signal, { name: 'health-activity', text, values: [dayAgo, now] })
  const { last, ...counts } = rows[0] ?? { conversions: 0, payments: 0, last: null }
  const isSilent = last !== null && now.getTime() - last.getTime() >= silenceMs
  return isSilent
    ? { status: 'degraded', message: 'Neither a conversion nor a payment for 48 hours', period, counts }
    : { status: 'healthy', period, counts }
}
