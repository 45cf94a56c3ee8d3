import { z } from 'zod'
import { hourMs } from '../../clock'
import { Prisma, type Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'
import { eventsWithAction } from './trail-scan'
import { spanOf } from './wording'

const isVerified = Prisma.sql`e."metadata" @> '{"verified": true}'`

/** Of the newest so many backups of all systems the last of each is looked for. */
const maxBackups = 1_000

const Settings = z.strictObject({
  hours: threshold({
    title: 'Age of the newest verified backup',
    description: 'Fires when it is older, though there once was one',
    unit: 'hours',
    default: 26,
    minimum: 1,
    maximum: 24 * 60,
  }),
})

export const backupStale = conditionRule({
  name: 'backup-stale',
  title: 'No fresh backup',
  description: 'The newest backup that was verified by restoring it is too old.',
  severity: 'high',
  settings: Settings,
  async evaluate(tx, { now, settings: { hours } }) {
    const backups = await newestBackups(tx, now)
    const stale = backups.filter(({ at }) => now.getTime() - at.getTime() >= hours * hourMs)
    return stale.map(
      ({ source, at, id }): Finding => ({
        source,
        sentence: `The newest verified backup is ${spanOf(now.getTime() - at.getTime())} old.`,
        facts: [{ name: 'Newest verified backup', value: at.toISOString() }],
        firstAt: new Date(at.getTime() + hours * hourMs),
        lastAt: now,
        firstEventId: id,
      }),
    )
  },
  async history(tx, { from, to, settings }) {
    return momentsOf(await staleTimes(tx, { from, to }, settings.hours), { from, to })
  },
})

const anyTime = new Date(0)

function newestBackups(tx: Tx, now: Date): Promise<{ source: string; at: Date; id: string }[]> {
  return tx.$queryRaw`
    SELECT DISTINCT ON ("source") "source", "occurredAt" AS at, "id"::text FROM (
      SELECT e."source", e."occurredAt", e."id" FROM ${eventsWithAction(['BACKUP_COMPLETED'], { from: anyTime, to: now })}
      WHERE ${isVerified} ORDER BY e."id" DESC LIMIT ${maxBackups}
    ) AS newest ORDER BY "source", "id" DESC`
}

/** From a backup's getting old to the next one. The one before the range is found within two months before it. */
function staleTimes(tx: Tx, range: { from: Date; to: Date }, hours: number): Promise<Stretch[]> {
  const from = new Date(range.from.getTime() - 60 * 24 * hourMs)
  return tx.$queryRaw<Stretch[]>`
    WITH gaps AS (
      SELECT e."source", e."occurredAt" AS at, lead(e."occurredAt") OVER (PARTITION BY e."source" ORDER BY e."occurredAt") AS next
      FROM ${eventsWithAction(['BACKUP_COMPLETED'], { from, to: range.to })} WHERE ${isVerified}
    )
    SELECT "source", at + make_interval(hours => ${hours}::int) AS "from", coalesce(next, ${range.to}::timestamptz) AS "until"
    FROM gaps WHERE coalesce(next, ${range.to}::timestamptz) - at > make_interval(hours => ${hours}::int)`
}
