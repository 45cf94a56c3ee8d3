import { z } from 'zod'
import { Prisma, type Tx } from '../../db'
import { burstRange, findBursts, findingOfBurst } from './minute-burst'
import { conditionRule, type Moment } from './rule'
import { threshold } from './threshold'
import { eventsWithAction } from './trail-scan'
import { counted } from './wording'

const actions = ['SYSTEM_ERROR', 'API_ERROR']
const isUnhandled = Prisma.sql`e."severity" IN ('ERROR', 'CRITICAL') AND e."metadata" @> '{"unhandled": true}'`
/** Beyond twenty a minute a process writes one event for many, with their number. */
const weight = Prisma.sql`CASE jsonb_typeof(e."metadata" -> 'count')
  WHEN 'number' THEN least(greatest((e."metadata" ->> 'count')::numeric, 1), 1000000)::int ELSE 1 END`

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
    const bursts = await findBursts(tx, events, { now, limit: settings.eventsPerMinute, where: isUnhandled, weight })
    return bursts.map((burst) =>
      findingOfBurst(burst, `${counted(burst.count, 'error')} that no code expected within one minute.`),
    )
  },
  history: (tx, { from, to, settings }) => burstMinutes(tx, { from, to }, settings.eventsPerMinute),
})

/** By the minutes of the clock, as the history of error-burst. */
function burstMinutes(tx: Tx, range: { from: Date; to: Date }, limit: number): Promise<Moment[]> {
  return tx.$queryRaw<Moment[]>`
    SELECT date_trunc('minute', e."occurredAt") + interval '1 minute' AS at, e."source"
    FROM ${eventsWithAction(actions, range)} WHERE ${isUnhandled}
    GROUP BY date_trunc('minute', e."occurredAt"), e."source" HAVING sum(${weight}) > ${limit}::int
      AND date_trunc('minute', e."occurredAt") + interval '1 minute' < ${range.to}::timestamptz
    ORDER BY at`
}
