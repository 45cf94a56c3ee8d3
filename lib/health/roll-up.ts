import { dayMs, hourMs, minuteMs } from '../clock'
import { Prisma, type Tx } from '../db'
import { plannedMaintenance, type Stretch } from '../maintenance'
import { bucketSums } from '../metrics'

/** Counts of requests come a little later than their minute. */
const againMs = 2 * hourMs
/** Minutes are kept for a hundred days. */
const longestMs = 99 * dayMs

/**
 * Sums up the minutes of health and of requests into hours, from two hours before the last one that was summed up (or
 * from `since`) to the one of `now`. What was summed up before is summed up again; only a planned maintenance that was
 * noted stays.
 */
export async function rollUpHours(tx: Tx, now: Date, since?: Date): Promise<void> {
  const from = since ?? (await beginning(tx, now))
  if (!from) return
  const first = Math.floor(from.getTime() / hourMs) * hourMs
  const hours = Array.from({ length: Math.floor((now.getTime() - first) / hourMs) + 1 }, (_, i) => first + i * hourMs)
  if (hours.length === 0) return
  const planned = await plannedMaintenance(tx, { from: new Date(first), to: now })
  const masks = hours.map((atMs) => maskOf(planned, atMs))
  await writeHours(tx, hours, masks)
}

async function beginning(tx: Tx, now: Date): Promise<Date | undefined> {
  const [known] = await tx.$queryRaw<{ first: Date | null; last: Date | null }[]>`
    SELECT min("at") AS first, max("at") AS last FROM "HealthHour"`
  if (known?.first && known.last) return latest(known.first, new Date(known.last.getTime() - againMs))
  const [snapshot] = await tx.$queryRaw<{ first: Date | null }[]>`SELECT min("at") AS first FROM "HealthSnapshot"`
  return snapshot?.first ? latest(snapshot.first, new Date(now.getTime() - longestMs)) : undefined
}

const latest = (one: Date, other: Date) => (one > other ? one : other)

/** One bit for each minute of the hour that a stretch touches. */
export function maskOf(stretches: readonly Stretch[], hourAtMs: number): bigint {
  let mask = 0n
  for (const { from, to } of stretches) {
    const start = Math.max(0, Math.floor((from.getTime() - hourAtMs) / minuteMs))
    const end = Math.min(60, Math.ceil((to.getTime() - hourAtMs) / minuteMs))
    for (let minute = start; minute < end; minute += 1) mask |= 1n << BigInt(minute)
  }
  return mask
}

const bits = (status: string) =>
  Prisma.sql`coalesce(bit_or(1::bigint << (extract(epoch FROM s."at" - h."at") / 60)::int) FILTER (WHERE s."status" = ${status}), 0)`

function writeHours(tx: Tx, hours: readonly number[], masks: readonly bigint[]): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO "HealthHour" ("at", "healthy", "degraded", "unhealthy", "maintenance",
      "cpuPercent", "loopLagMs", "memoryMb", "databaseMs", "diskPercent", "requests", "errors", "buckets")
    SELECT h."at", s.healthy, s.degraded, s.unhealthy, h.mask, s.cpu, s.lag, s.memory, s.database, s.disk,
      r.requests, r.errors, string_to_array(r.buckets, ',')::int[]
    FROM unnest(${hours.map((atMs) => new Date(atMs))}::timestamptz[], ${masks.map(String)}::bigint[]) AS h("at", mask)
    CROSS JOIN LATERAL (
      SELECT ${bits('healthy')} AS healthy, ${bits('degraded')} AS degraded, ${bits('unhealthy')} AS unhealthy,
        round(avg(s."cpuPercent"))::int AS cpu, max(s."loopLagMs") AS lag, max(s."memoryMb") AS memory,
        round(avg(s."databaseMs"))::int AS database, max(s."diskPercent") AS disk
      FROM "HealthSnapshot" s WHERE s."at" >= h."at" AND s."at" < h."at" + interval '1 hour') s
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(t."count"), 0)::int AS requests, coalesce(sum(t."errors"), 0)::int AS errors,
        ${bucketSums} AS buckets
      FROM "RequestTotal" t WHERE t."at" >= h."at" AND t."at" < h."at" + interval '1 hour') r
    ON CONFLICT ("at") DO UPDATE SET "healthy" = EXCLUDED."healthy", "degraded" = EXCLUDED."degraded",
      "unhealthy" = EXCLUDED."unhealthy", "maintenance" = "HealthHour"."maintenance" | EXCLUDED."maintenance",
      "cpuPercent" = EXCLUDED."cpuPercent", "loopLagMs" = EXCLUDED."loopLagMs", "memoryMb" = EXCLUDED."memoryMb",
      "databaseMs" = EXCLUDED."databaseMs", "diskPercent" = EXCLUDED."diskPercent", "requests" = EXCLUDED."requests",
      "errors" = EXCLUDED."errors", "buckets" = EXCLUDED."buckets"`
}
