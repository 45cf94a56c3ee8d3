import { hourMs } from '../../clock'
import { getPool } from '../../db'
import type { DailyAction } from './contract'
import type { DigestDay } from './digest-day'

const maxActions = 8

type Row = { action: string; count: number; dayBefore: number; errors: number }

/** How often each action was recorded, most frequent first, with the day before beside it. */
export async function findActions(day: DigestDay): Promise<{ events: number; errors: number; top: DailyAction[] }> {
  const { from, to, before } = day
  // Hours are a sixtieth of the rows; in zones that differ by half an hour a day does not begin with one.
  const isWhole = [from, to, before].every((at) => at.getTime() % hourMs === 0)
  const { rows } = await getPool().query<Row>({
    name: isWhole ? 'digest-actions-hour' : 'digest-actions-minute',
    text: `SELECT "action",
        coalesce(sum("count") FILTER (WHERE "at" >= $2), 0)::int AS "count",
        coalesce(sum("count") FILTER (WHERE "at" < $2), 0)::int AS "dayBefore",
        coalesce(sum("count") FILTER (WHERE "at" >= $2 AND "severity" IN ('ERROR', 'CRITICAL')), 0)::int AS "errors"
      FROM "${isWhole ? 'AuditHour' : 'AuditMinute'}" WHERE "at" >= $1 AND "at" < $3 GROUP BY "action"`,
    values: [before, from, to],
  })
  const sum = (key: 'count' | 'errors') => rows.reduce((total, row) => total + row[key], 0)
  const top = rows
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.action.localeCompare(b.action))
    .slice(0, maxActions)
    .map(({ action, count, dayBefore }) => ({ action, label: labelOf(action), count, dayBefore }))
  return { events: sum('count'), errors: sum('errors'), top }
}

/** `PAYMENT_RECEIVED` as a person says it: "Payment received". */
function labelOf(action: string): string {
  const words = action.split(/[\s_.:-]+/).filter(Boolean)
  const text = words.join(' ').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
