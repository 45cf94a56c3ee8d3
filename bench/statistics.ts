import { getStats } from '../lib/audit'
import { getPool } from '../lib/db'
import type { OpenDatabase } from './databases'
import { type Comparison, compare, type Figure, median, quantile, timed } from './rounds'

const rounds = 5

/** The numbers of a day with a million events against counting them. */
export async function measureStatistics(day: OpenDatabase): Promise<(Comparison | Figure)[]> {
  return day.use(async () => {
    const { rows } = await getPool().query<{ at: Date }>('SELECT max("occurredAt") AS at FROM "AuditLog"')
    const now = rows[0]?.at ?? new Date()
    const [{ total }, [count]] = [
      await getStats(now),
      (await getPool().query<{ n: string }>('SELECT count(*) AS n FROM "AuditLog"')).rows,
    ]
    if (Math.abs(total - Number(count?.n)) > 2_000)
      throw new Error(`The statistics have ${total} of ${count?.n} events`)
    const times = await timed(200, () => getStats(now))
    const comparison = await compare(
      { what: 'GROUP BY over the raw rows of 24 h', reference: '24 h statistics', unit: 'ms', target: { atLeast: 30 } },
      async () => median(await timed(1, () => groupBy(now))),
      async () => median(await timed(20, () => getStats(now))),
      rounds,
    )
    return [
      {
        what: '24 h statistics, 1M events a day, p95',
        value: quantile(times, 0.95),
        unit: 'ms',
        target: { atMost: 10 },
      },
      comparison,
    ]
  })
}

/** What the statistics were before there were sums: the day's rows by hour and action. */
const groupBy = (now: Date) =>
  getPool().query(
    `SELECT date_trunc('hour', "occurredAt", 'UTC') AS hour, "action", count(*)::int AS total,
      (count(*) FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')))::int AS errors,
      (count(*) FILTER (WHERE "severity" = 'CRITICAL'))::int AS critical,
      (count(*) FILTER (WHERE "severity" = 'WARNING'))::int AS warnings
    FROM "AuditLog" WHERE "id" >= daybook_uuidv7_floor($1::timestamptz - interval '24 hours') GROUP BY 1, 2`,
    [now],
  )
