import { hourMs, minuteMs } from '../clock'
import type { Context } from '../context'
import { getDb, type Tx } from '../db'
import { bucketBoundsMs, bucketSums, percentileOf } from '../metrics'
import { getCompanySettings } from '../settings'
import type { HealthHistory, HealthPoint, HealthRange } from './contract'
import { boundariesOf, longestRangeMs } from './uptime/boundaries'
import { type HourOfMinutes, type Minutes, minutesFrom } from './uptime/minute-states'
import { barsOf, countMinutes, outagesOf, uptimePercent } from './uptime/uptime'

const ranges = ['24h', '7d', '30d', '90d'] as const satisfies readonly HealthRange[]
const shownOutages = 10

/** What a stretch of time was like in numbers; `sums` are those of the buckets, with commas between. */
type Numbers = Omit<HealthPoint, 'at' | 'p50Ms' | 'p95Ms' | 'p99Ms'> & { at: Date; sums: string }

/** How it was in a range of time: uptime of every range, and bars, outages, response times and use of this one. */
export async function healthHistory(ctx: Context, range: HealthRange): Promise<HealthHistory> {
  const db = getDb()
  const now = ctx.now()
  const { timeZone } = await getCompanySettings(db)
  const boundaries = boundariesOf(range, now, timeZone)
  const from = boundaries[0] ?? now
  const [all, numbers] = await Promise.all([
    minutesSince(db, { from: new Date(startOfHour(now.getTime() - longestRangeMs)), now }),
    numbersOf(db, range === '7d' ? hoursBetween(from, now) : boundaries),
  ])
  const minutes = since(all.minutes, from)
  return {
    range,
    from: from.toISOString(),
    to: now.toISOString(),
    timeZone,
    firstAt: all.firstAt?.toISOString() ?? null,
    uptime: Object.fromEntries(
      ranges.map((each) => [each, uptimeOf(all.minutes, boundariesOf(each, now, timeZone)[0] ?? now)]),
    ) as HealthHistory['uptime'],
    minutes: countMinutes(minutes),
    bars: barsOf(minutes, boundaries),
    outages: outagesOf(minutes, shownOutages),
    responses: responsesOf(numbers),
    points: numbers.map(pointOf),
  }
}

/** The minutes up to the one that is running, and the first that was ever looked at. */
export async function minutesSince(
  tx: Tx,
  { from, now }: { from: Date; now: Date },
): Promise<{ minutes: Minutes; firstAt: Date | null }> {
  const [hours, [first]] = await Promise.all([
    tx.$queryRaw<HourOfMinutes[]>`
      SELECT "at", "healthy", "degraded", "unhealthy", "maintenance" FROM "HealthHour"
      WHERE "at" > ${from}::timestamptz - interval '1 hour' AND "at" <= ${now} ORDER BY "at"`,
    tx.$queryRaw<HourOfMinutes[]>`
      SELECT "at", "healthy", "degraded", "unhealthy", "maintenance" FROM "HealthHour"
      WHERE "healthy" | "degraded" | "unhealthy" <> 0 ORDER BY "at" LIMIT 1`,
  ])
  const firstAt = first ? firstMinuteOf(first) : null
  return { minutes: minutesFrom(hours, { from, now, firstAt }), firstAt }
}

function firstMinuteOf({ at, healthy, degraded, unhealthy }: HourOfMinutes): Date {
  const bits = healthy | degraded | unhealthy
  let minute = 0
  while (minute < 59 && ((bits >> BigInt(minute)) & 1n) === 0n) minute += 1
  return new Date(at.getTime() + minute * minuteMs)
}

const startOfHour = (ms: number) => Math.floor(ms / hourMs) * hourMs

/** The same minutes without those before `from`. */
function since({ from: first, states }: Minutes, from: Date): Minutes {
  return { from, states: states.subarray(Math.round((from.getTime() - first.getTime()) / minuteMs)) }
}

const uptimeOf = (minutes: Minutes, from: Date) => uptimePercent(countMinutes(since(minutes, from)))

const hoursBetween = (from: Date, to: Date): Date[] =>
  Array.from(
    { length: Math.ceil((to.getTime() - from.getTime()) / hourMs) + 1 },
    (_, index) => new Date(from.getTime() + index * hourMs),
  )

/** One entry for each two neighbours of the boundaries between which there is an hour; an hour belongs where it begins. */
function numbersOf(tx: Tx, boundaries: readonly Date[]): Promise<Numbers[]> {
  return tx.$queryRaw<Numbers[]>`
    SELECT b."from" AS at, n.* FROM unnest(${boundaries.slice(0, -1)}::timestamptz[], ${boundaries.slice(1)}::timestamptz[]) AS b("from", "to")
    CROSS JOIN LATERAL (
      SELECT round(avg("cpuPercent"))::int AS "cpuPercent", max("loopLagMs") AS "loopLagMs", max("memoryMb") AS "memoryMb",
        round(avg("databaseMs"))::int AS "databaseMs", max("diskPercent") AS "diskPercent",
        sum("requests")::int AS requests, sum("errors")::int AS errors, ${bucketSums} AS sums
      FROM "HealthHour" WHERE "at" >= b."from" AND "at" < b."to" HAVING count(*) > 0) AS n
    ORDER BY 1`
}

const bucketsOf = ({ sums }: Pick<Numbers, 'sums'>) => (sums ? sums.split(',').map(Number) : [])

function pointOf({ at, sums, ...numbers }: Numbers): HealthPoint {
  return { at: at.toISOString(), ...numbers, ...percentilesOf(bucketsOf({ sums })) }
}

function percentilesOf(buckets: readonly number[]) {
  const at = (p: number) => {
    const ms = percentileOf(buckets, p)
    return ms === null ? null : Math.round(ms)
  }
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

/** contracts: good below 200 ms, acceptable up to 500 ms, poor above; both are bounds that durations are counted in. */
function responsesOf(numbers: readonly Numbers[]): HealthHistory['responses'] {
  const buckets = numbers.map(bucketsOf).reduce<number[]>((sums, each) => {
    for (const [index, value] of each.entries()) sums[index] = (sums[index] ?? 0) + value
    return sums
  }, [])
  const within = (ms: (typeof bucketBoundsMs)[number]) =>
    buckets.slice(0, bucketBoundsMs.indexOf(ms) + 1).reduce((sum, value) => sum + value, 0)
  const all = buckets.reduce((sum, value) => sum + value, 0)
  return {
    good: within(200),
    acceptable: within(500) - within(200),
    poor: all - within(500),
    ...percentilesOf(buckets),
  }
}
