import { z } from 'zod'
import { hourMs } from '../../clock'
import type { Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'

const Settings = z.strictObject({
  hours: threshold({
    title: 'Hours without business',
    description: 'Fires when neither a conversion nor a payment came for so long, though there once was one',
    unit: 'hours',
    default: 48,
    minimum: 1,
    maximum: 24 * 60,
  }),
})

export const noRecentActivity = conditionRule({
  name: 'no-recent-activity',
  title: 'No business',
  description: 'Neither a conversion nor a payment for two days: a form may be broken without an error.',
  severity: 'medium',
  settings: Settings,
  async evaluate(tx, { now, settings: { hours } }) {
    const silent = (await lastDeeds(tx, now)).filter(({ at }) => now.getTime() - at.getTime() >= hours * hourMs)
    return silent.map(({ source, at }): Finding => {
      const silentHours = Math.floor((now.getTime() - at.getTime()) / hourMs)
      return {
        source,
        sentence: `Neither a conversion nor a payment for ${silentHours} hours.`,
        facts: [{ name: 'Last one', value: at.toISOString() }],
        firstAt: new Date(at.getTime() + hours * hourMs),
        lastAt: now,
      }
    })
  },
  async history(tx, { from, to, settings }) {
    return momentsOf(await silences(tx, { from, to }, settings.hours), { from, to })
  },
})

/** The newest conversion or payment of the business and of the sample company, where there was one. */
function lastDeeds(tx: Tx, now: Date): Promise<{ source: string; at: Date }[]> {
  return tx.$queryRaw`
    SELECT "source", max(at) AS at FROM (
      SELECT CASE WHEN "isSample" THEN 'sample' ELSE 'daybook' END AS "source", "receivedAt" AS at FROM "Payment"
      UNION ALL
      SELECT CASE WHEN "isSample" THEN 'sample' ELSE 'daybook' END, "enrolledAt" FROM "Student"
    ) AS deeds WHERE at <= ${now}::timestamptz GROUP BY "source" ORDER BY "source"`
}

function silences(tx: Tx, range: { from: Date; to: Date }, hours: number): Promise<Stretch[]> {
  return tx.$queryRaw<Stretch[]>`
    WITH deeds AS (
      SELECT CASE WHEN "isSample" THEN 'sample' ELSE 'daybook' END AS "source", "receivedAt" AS at FROM "Payment"
      UNION ALL
      SELECT CASE WHEN "isSample" THEN 'sample' ELSE 'daybook' END, "enrolledAt" FROM "Student"
    ), gaps AS (
      SELECT "source", at, lead(at) OVER (PARTITION BY "source" ORDER BY at) AS next FROM deeds
    )
    SELECT "source", at + make_interval(hours => ${hours}::int) AS "from", coalesce(next, ${range.to}::timestamptz) AS "until" FROM gaps
    WHERE coalesce(next, ${range.to}::timestamptz) - at > make_interval(hours => ${hours}::int)
      AND coalesce(next, ${range.to}::timestamptz) > ${range.from}::timestamptz AND at < ${range.to}::timestamptz`
}
