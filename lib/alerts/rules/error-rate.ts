import { z } from 'zod'
import { hourMs, minuteMs } from '../../clock'
import type { Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'
import { highestId, lowestId } from './trail-scan'
import { percentOf } from './wording'

/** Committed events that wait for the sealer: while there is one, there are a few thousand at most. */
const maxUnsealed = 10_000

const Settings = z.strictObject({
  percent: threshold({
    title: 'Share of errors',
    description: 'Fires when more of the last hour’s events than this are ERROR or CRITICAL',
    unit: '%',
    default: 10,
    minimum: 1,
    maximum: 99,
  }),
  minimumEvents: threshold({
    title: 'At least so many events',
    description: 'With fewer events in the hour a share says nothing',
    unit: 'events',
    default: 20,
    minimum: 1,
    maximum: 1_000_000,
  }),
})
type Settings = z.output<typeof Settings>

export const errorRate = conditionRule({
  name: 'error-rate',
  title: 'Many errors',
  description: 'Too large a share of the last hour’s events of one system are errors.',
  severity: 'high',
  settings: Settings,
  async evaluate(tx, { now, settings }) {
    const rows = await countHour(tx, now, settings)
    return rows.map(({ source, total, errors, firstAt }): Finding => {
      const share = percentOf(errors, total)
      return {
        source,
        sentence: `${errors} of ${total} events of the last hour are errors (${share}).`,
        facts: [
          { name: 'Errors', value: String(errors) },
          { name: 'Events', value: String(total) },
          { name: 'Share', value: share },
        ],
        firstAt,
        lastAt: now,
      }
    })
  },
  async history(tx, { from, to, settings }) {
    return momentsOf(await stretches(tx, { from, to }, settings), { from, to })
  },
})

type Hour = { source: string; total: number; errors: number; firstAt: Date }

/** Sources whose hour before `now` has too many errors: whole minutes, what is not sealed yet, and both cut minutes; one snapshot. */
function countHour(tx: Tx, now: Date, { percent, minimumEvents }: Settings): Promise<Hour[]> {
  const from = new Date(now.getTime() - hourMs)
  const first = new Date(Math.ceil(from.getTime() / minuteMs) * minuteMs)
  const end = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs)
  return tx.$queryRaw<Hour[]>`
    WITH counted AS (
      SELECT "source", "severity", "count", "at" FROM "AuditMinute"
      WHERE "at" >= ${first}::timestamptz AND "at" < ${end}::timestamptz
      UNION ALL
      SELECT e."source", e."severity", 1, e."occurredAt"
      FROM (SELECT "id" FROM "AuditUnsealed" WHERE "id" >= ${lowestId({ from })}::uuid AND "id" <= ${highestId({ to: now })}::uuid
        ORDER BY "id" DESC LIMIT ${maxUnsealed}) AS u
      JOIN "AuditLog" AS e ON e."id" = u."id" AND e."id" >= ${lowestId({ from })}::uuid AND e."id" <= ${highestId({ to: now })}::uuid
      WHERE e."occurredAt" >= ${first}::timestamptz AND e."occurredAt" < ${end}::timestamptz
      UNION ALL
      SELECT "source", "severity", 1, "occurredAt" FROM "AuditLog"
      WHERE "id" >= ${lowestId({ from })}::uuid AND "id" <= ${highestId({ to: first })}::uuid
        AND "occurredAt" >= ${from}::timestamptz AND "occurredAt" < ${first}::timestamptz
      UNION ALL
      SELECT "source", "severity", 1, "occurredAt" FROM "AuditLog"
      WHERE "id" >= ${lowestId({ from: end })}::uuid AND "id" <= ${highestId({ to: now })}::uuid
        AND "occurredAt" >= ${end}::timestamptz AND "occurredAt" <= ${now}::timestamptz
    ), sums AS (
      SELECT "source", sum("count")::int AS total,
        coalesce(sum("count") FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')), 0)::int AS errors,
        min("at") FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')) AS "firstAt"
      FROM counted GROUP BY "source"
    )
    SELECT * FROM sums WHERE total >= ${minimumEvents}::int AND errors * 100.0 > ${percent}::float8 * total ORDER BY "source"`
}

/**
 * A minute's events count from its end on and cease to an hour later, so that the hour only changes at those two times:
 * running sums over them find every stretch in one pass.
 */
function stretches(tx: Tx, range: { from: Date; to: Date }, { percent, minimumEvents }: Settings): Promise<Stretch[]> {
  return tx.$queryRaw<Stretch[]>`
    WITH minutes AS (
      SELECT "at", "source", sum("count"::int)::int AS total,
        coalesce(sum("count"::int) FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')), 0)::int AS errors
      FROM "AuditMinute" WHERE "at" >= ${range.from}::timestamptz - interval '1 hour' AND "at" < ${range.to}::timestamptz
      GROUP BY "at", "source"
    ), steps AS (
      SELECT "at" + interval '1 minute' AS at, "source", total, errors FROM minutes
      UNION ALL
      SELECT "at" + interval '61 minutes', "source", -total, -errors FROM minutes
    ), changes AS (
      SELECT at, "source", sum(total)::int AS total, sum(errors)::int AS errors FROM steps GROUP BY at, "source"
    ), hours AS (
      SELECT at, "source", sum(total) OVER by_source AS total, sum(errors) OVER by_source AS errors, lead(at) OVER by_source AS next
      FROM changes WINDOW by_source AS (PARTITION BY "source" ORDER BY at)
    )
    SELECT at AS "from", coalesce(next, ${range.to}::timestamptz) AS "until", "source" FROM hours
    WHERE total >= ${minimumEvents}::int AND errors * 100.0 > ${percent}::float8 * total ORDER BY at`
}
