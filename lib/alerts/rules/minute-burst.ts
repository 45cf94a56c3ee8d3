import { minuteMs } from '../../clock'
import { Prisma, type Tx } from '../../db'
import type { Finding } from './rule'

export type Burst = { source: string; count: number; firstAt: Date; lastAt: Date; firstId: string; lastId: string }

/** So many events of two minutes are looked at, the newest. */
const maxEvents = 20_000

/**
 * Sources with more than `limit` of the events in any minute that ended within the last one. `events` names them `e` and
 * covers the last two minutes; `weight` says how many one of them stands for.
 */
export function findBursts(
  tx: Tx,
  events: Prisma.Sql,
  {
    now,
    limit,
    where = Prisma.sql`true`,
    weight = Prisma.sql`1`,
  }: { now: Date; limit: number; where?: Prisma.Sql; weight?: Prisma.Sql },
): Promise<Burst[]> {
  return tx.$queryRaw<Burst[]>`
    WITH newest AS (
      SELECT e."id", e."source", e."occurredAt", ${weight} AS weight FROM ${events} WHERE ${where} ORDER BY e."id" DESC LIMIT ${maxEvents}
    ), minutes AS (
      SELECT "source", "occurredAt" AS "lastAt", "id" AS "lastId", sum(weight) OVER minute AS n,
        first_value("occurredAt") OVER minute AS "firstAt", first_value("id") OVER minute AS "firstId"
      FROM newest
      WINDOW minute AS (PARTITION BY "source" ORDER BY "occurredAt" RANGE BETWEEN interval '59.999 seconds' PRECEDING AND CURRENT ROW)
    )
    SELECT DISTINCT ON ("source") "source", least(n, 2147483647)::int AS count, "firstAt", "lastAt", "firstId"::text, "lastId"::text
    FROM minutes WHERE n > ${limit}::int AND "lastAt" > ${new Date(now.getTime() - minuteMs)}::timestamptz
    ORDER BY "source", n DESC, "lastAt" DESC`
}

/** The two minutes before `now`, of which any minute may hold the burst. */
export const burstRange = (now: Date) => ({ from: new Date(now.getTime() - 2 * minuteMs), to: now })

export function findingOfBurst(burst: Burst, sentence: string): Finding {
  const { source, count, firstAt, lastAt, firstId, lastId } = burst
  return { source, sentence, firstAt, lastAt, count, firstEventId: firstId, lastEventId: lastId }
}
