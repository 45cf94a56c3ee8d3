import { Prisma, type Tx } from '../db'
import { bucketCount, percentileOf, sumOf } from './buckets'
import { outside } from './read-budget'
import { probeRoutes } from './routes'

/** Minutes that begin after `from`, up to and including the one that begins at `to` or holds it. */
export type Stretch = { from: Date; to: Date }

/** The buckets of several rows summed up, as text with commas between; empty without rows. */
export const bucketSums = Prisma.raw(
  `concat_ws(',', ${Array.from({ length: bucketCount }, (_, index) => `sum("buckets"[${index + 1}])`).join(', ')})`,
)
const within = ({ from, to }: Stretch) => Prisma.sql`"at" > ${from} AND "at" <= ${to}`

/** Requests of a minute over all instances, and those of them that ended with status 500 and above. Probes are left out. */
export type RequestMinute = { at: Date; requests: number; errors: number }

/** Oldest first; a minute without requests has no entry. */
export function requestMinutes(tx: Tx, stretch: Stretch): Promise<RequestMinute[]> {
  return tx.$queryRaw<RequestMinute[]>`
    SELECT "at", sum("count")::int AS requests, sum("errors")::int AS errors
    FROM "RequestTotal" WHERE ${within(stretch)} GROUP BY "at" ORDER BY "at"`
}

/** How many requests of a minute took how long, over all instances; see `buckets.ts`. Probes and streams are left out. */
export type DurationMinute = { at: Date; buckets: number[] }

/** Oldest first; a minute without requests has no entry. */
export async function durationMinutes(tx: Tx, stretch: Stretch): Promise<DurationMinute[]> {
  const rows = await tx.$queryRaw<{ at: Date; sums: string }[]>`
    SELECT "at", ${bucketSums} AS sums
    FROM "RequestTotal" WHERE ${within(stretch)} GROUP BY "at" ORDER BY "at"`
  return rows.map(({ at, sums }) => ({ at, buckets: sums.split(',').map(Number) }))
}

/** What a part `p` (0 to 1) of the requests did not exceed (ms, null without any), and of how many that is said. */
export async function percentile(
  tx: Tx,
  { p, ...stretch }: Stretch & { p: number },
): Promise<{ ms: number | null; requests: number }> {
  const buckets = await bucketsOf(tx, stretch)
  return { ms: percentileOf(buckets, p), requests: sumOf(buckets) }
}

/** Requests of the last `minutes` minutes, and when the first and the last of those that failed ended. */
export type WindowTotals = {
  minutes: number
  requests: number
  errors: number
  firstErrorAt: Date | null
  lastErrorAt: Date | null
}

/**
 * One entry per window, each of which ends with the minute that `to` falls into; times are beginnings of minutes. Minutes
 * that begin in one of the exceptions count for nothing.
 */
export function requestTotals(
  tx: Tx,
  { to, windowMinutes, except = [] }: { to: Date; windowMinutes: readonly number[]; except?: readonly Stretch[] },
): Promise<WindowTotals[]> {
  return tx.$queryRaw<WindowTotals[]>`
    SELECT w.minutes, coalesce(sum(r."count"), 0)::int AS requests, coalesce(sum(r."errors"), 0)::int AS errors,
      min(r."at") FILTER (WHERE r."errors" > 0) AS "firstErrorAt", max(r."at") FILTER (WHERE r."errors" > 0) AS "lastErrorAt"
    FROM unnest(${[...windowMinutes]}::int[]) AS w(minutes)
    LEFT JOIN "RequestTotal" AS r ON r."at" > ${to}::timestamptz - make_interval(mins => w.minutes)
      AND r."at" <= ${to} AND ${outside(except)}
    GROUP BY w.minutes ORDER BY w.minutes`
}

/** For each part of `ps` (0 to 1) what it did not exceed (ms, null without any request), in one query. */
export async function percentiles(
  tx: Tx,
  { ps, ...stretch }: Stretch & { ps: readonly number[] },
): Promise<(number | null)[]> {
  const buckets = await bucketsOf(tx, stretch)
  return ps.map((p) => percentileOf(buckets, p))
}

async function bucketsOf(tx: Tx, stretch: Stretch): Promise<number[]> {
  const [row] = await tx.$queryRaw<{ sums: string }[]>`
    SELECT ${bucketSums} AS sums FROM "RequestTotal" WHERE ${within(stretch)}`
  return row?.sums ? row.sums.split(',').map(Number) : []
}

/** A route and what its requests took. */
export type RouteTime = { method: string; route: string; requests: number; averageMs: number }

/** The route that most of the time went into, over all instances. */
export async function costliestRoute(tx: Tx, stretch: Stretch): Promise<RouteTime | undefined> {
  const [row] = await tx.$queryRaw<RouteTime[]>`
    SELECT "method", "route", sum("count")::int AS requests, (sum("totalMs") / sum("count"))::int AS "averageMs"
    FROM "RequestMinute"
    WHERE "route" <> ALL (${[...probeRoutes]}::text[]) AND ${within(stretch)}
    GROUP BY "method", "route" ORDER BY sum("totalMs") DESC LIMIT 1`
  return row
}
