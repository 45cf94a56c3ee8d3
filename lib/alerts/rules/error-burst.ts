import { z } from 'zod'
import { burstRange, findBursts, findingOfBurst } from './minute-burst'
import { conditionRule } from './rule'
import { threshold } from './threshold'
import { errorEvents } from './trail-scan'
import { counted } from './wording'

const Settings = z.strictObject({
  eventsPerMinute: threshold({
    title: 'Errors in a minute',
    description: 'Fires when one system has more ERROR and CRITICAL events than this within any minute',
    unit: 'events',
    default: 10,
    minimum: 1,
    maximum: 10_000,
  }),
})

export const errorBurst = conditionRule({
  name: 'error-burst',
  title: 'Burst of errors',
  description: 'One system had more errors within a minute than it should.',
  severity: 'high',
  settings: Settings,
  async evaluate(tx, { now, settings }) {
    const bursts = await findBursts(tx, errorEvents(burstRange(now)), { now, limit: settings.eventsPerMinute })
    return bursts.map((burst) => findingOfBurst(burst, `${counted(burst.count, 'error')} within one minute.`))
  },
  // By the minutes of the clock: a burst across two of them is not seen when neither has enough.
  history: (tx, { from, to, settings }) => tx.$queryRaw`
    SELECT "at" + interval '1 minute' AS at, "source" FROM "AuditMinute"
    WHERE "at" >= ${from}::timestamptz AND "at" < ${to}::timestamptz - interval '1 minute' AND "severity" IN ('ERROR', 'CRITICAL')
    GROUP BY "at", "source" HAVING sum("count") > ${settings.eventsPerMinute}::int ORDER BY "at"`,
})
