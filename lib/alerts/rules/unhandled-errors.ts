import { z } from 'zod'
import { Prisma, type Tx } from '../../db'
import { burstRange, findBursts, findingOfBurst } from './minute-burst'
import { conditionRule, type Moment } from './rule'
import { threshold } from './threshold'
import { eventsWithAction, highestId, lowestId } from './trail-scan'
import { counted } from './wording'

const actions = ['SYSTEM_ERROR', 'API_ERROR']
const isUnhandled = Prisma.sql`e."severity" IN ('ERROR', 'CRITICAL') AND e."metadata" @> '{"unhandled": true}'`

const Settings = z.strictObject({
  eventsPerMinute: threshold({
    title: 'Unhandled errors in a minute',
    description: 'Fires when more exceptions than this were caught by nobody within any minute',
    unit: 'events',
    default: 5,
    minimum: 1,
    maximum: 10_000,
  }),
})

export const unhandledErrors = conditionRule({
  name: 'unhandled-errors',
  title: 'Unhandled errors',
  description: 'More exceptions that no code expected than should be within a minute.',
  severity: 'high',
  settings: Settings,
  async evaluate(tx, { now, settings }) {
    const events = eventsWithAction(actions, burstRange(now))
    const bursts = await findBursts(tx, events, { now, limit: settings.eventsPerMinute, where: isUnhandled })
    return bursts.map((burst) =>
      findingOfBurst(burst, `${counted(burst.count, 'error')} that no code expected within one minute.`),
    )
  },
  history: (tx, { from, to, settings }) => burstMinutes(tx, { from, to }, settings.eventsPerMinute),
})

/** Only the events of minutes that had errors enough are looked at. */
function burstMinutes(tx: Tx, range: { from: Date; to: Date }, limit: number): Promise<Moment[]> {
  return tx.$queryRaw<Moment[]>`
    WITH busy AS MATERIALIZED (
      SELECT "at", "source" FROM "AuditMinute"
      WHERE "at" >= ${range.from}::timestamptz AND "at" < ${range.to}::timestamptz - interval '1 minute'
        AND "severity" IN ('ERROR', 'CRITICAL')
      GROUP BY "at", "source" HAVING sum("count") > ${limit}::int
    )
    SELECT b."at" + interval '1 minute' AS at, b."source"
    FROM (SELECT DISTINCT "at" FROM busy) AS m
    CROSS JOIN unnest(${actions}::text[]) AS k("action")
    CROSS JOIN LATERAL (
      SELECT t."source" FROM "AuditLog" AS t
      WHERE (t."action", t."id") >= (k."action", daybook_uuidv7_floor(m."at"))
        AND (t."action", t."id") < (k."action", daybook_uuidv7_floor(m."at" + interval '1 minute'))
        AND t."id" >= ${lowestId(range)}::uuid AND t."id" <= ${highestId(range)}::uuid
        AND t."severity" IN ('ERROR', 'CRITICAL') AND t."metadata" @> '{"unhandled": true}'
    ) AS e
    JOIN busy AS b ON b."at" = m."at" AND b."source" = e."source"
    GROUP BY b."at", b."source" HAVING count(*) > ${limit}::int ORDER BY b."at"`
}
