import { Prisma, type Tx } from '../db'
import { bucketBoundsMs } from './buckets'

type Span = { from: Date; to: Date }

/** Minutes that begin within the span (its end excluded) and in none of the exceptions. */
export function countedMinutes({ from, to }: Span, except: readonly Span[]): Prisma.Sql {
  return Prisma.sql`"at" >= ${from} AND "at" < ${to} AND ${outside(except)}`
}

/** That a minute begins in none of these spans. */
export function outside(spans: readonly Span[]): Prisma.Sql {
  if (spans.length === 0) return Prisma.sql`true`
  const ranges = spans.map(({ from, to }) => `[${from.toISOString()},${to.toISOString()})`)
  return Prisma.sql`NOT ("at" <@ ${`{${ranges.join(',')}}`}::tstzmultirange)`
}

export type RequestBudget = {
  requests: number
  /** Ended with status 500 and above. */
  errors: number
  /** Those that had a duration; streams have none. */
  timed: number
  /** Those that took `withinMs` at most, which is a bound that durations are counted in. */
  quick: number
}

/** Requests over all instances, probes left out. */
export async function requestBudget(
  tx: Tx,
  { withinMs, except, ...span }: Span & { withinMs: number; except: readonly Span[] },
): Promise<RequestBudget> {
  const bounds = bucketBoundsMs.findIndex((bound) => bound >= withinMs) + 1
  const sum = (from: number, to: number) =>
    Prisma.raw(Array.from({ length: to - from }, (_, index) => `"buckets"[${from + index + 1}]`).join(' + '))
  const [row] = await tx.$queryRaw<RequestBudget[]>`
    SELECT requests, errors, quick, quick + slow AS timed FROM (
      SELECT coalesce(sum("count"), 0)::float8 AS requests, coalesce(sum("errors"), 0)::float8 AS errors,
        coalesce(sum(${sum(0, bounds)}), 0)::float8 AS quick,
        coalesce(sum(${sum(bounds, bucketBoundsMs.length + 1)}), 0)::float8 AS slow
      FROM "RequestTotal" WHERE ${countedMinutes(span, except)}) AS sums`
  return row ?? { requests: 0, errors: 0, timed: 0, quick: 0 }
}

/**
 * The beginnings of the slices (ms since 1970, multiples of their length) in which at least `minimumErrors` requests and
 * more than this part of them failed.
 */
export async function failingSlices(
  tx: Tx,
  input: Span & { except: readonly Span[]; sliceMinutes: number; minimumErrors: number; part: number },
): Promise<Set<number>> {
  const { sliceMinutes, minimumErrors, part, except, ...span } = input
  const rows = await tx.$queryRaw<{ at: Date }[]>`
    SELECT date_bin(make_interval(mins => ${sliceMinutes}::int), "at", '2000-01-01T00:00:00Z'::timestamptz) AS at
    FROM "RequestTotal" WHERE ${countedMinutes(span, except)}
    GROUP BY 1 HAVING sum("errors") >= ${minimumErrors} AND sum("errors") > ${part}::float8 * sum("count")`
  return new Set(rows.map(({ at }) => at.getTime()))
}
