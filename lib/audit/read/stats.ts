import { dayMs, hourMs } from '../../clock'
import { getPool } from '../../db'
import { uuidv7Floor } from '../../ids'
import type { AuditStats } from '../contract'

type Bucket = { hour: Date; action: string; total: number; errors: number; critical: number; warnings: number }

const statsSql = `
  SELECT date_trunc('hour', "occurredAt", 'UTC') AS hour, "action",
    count(*)::int AS total,
    (count(*) FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')))::int AS errors,
    (count(*) FILTER (WHERE "severity" = 'CRITICAL'))::int AS critical,
    (count(*) FILTER (WHERE "severity" = 'WARNING'))::int AS warnings
  FROM "AuditLog" WHERE "id" >= $1::uuid AND "id" < $2::uuid
  GROUP BY 1, 2`

/** The 24 hours before `now` in numbers, over all sources. `byAction` is sorted, most frequent first. */
export async function getStats(now: Date = new Date()): Promise<AuditStats> {
  const started = performance.now()
  const from = new Date(now.getTime() - dayMs)
  // A few seconds of grace: another instance's clock may run ahead.
  const { rows } = await getPool().query<Bucket>({
    name: 'audit-stats',
    text: statsSql,
    values: [uuidv7Floor(from), uuidv7Floor(new Date(now.getTime() + 5 * 60_000))],
  })
  const sum = (key: 'total' | 'errors' | 'critical' | 'warnings') => rows.reduce((n, row) => n + row[key], 0)
  return {
    period: '24h',
    total: sum('total'),
    errors: sum('errors'),
    critical: sum('critical'),
    warnings: sum('warnings'),
    byAction: byAction(rows),
    byHour: byHour(rows, from, now),
    meta: { queryTimeMs: Math.round((performance.now() - started) * 10) / 10 },
  }
}

function byAction(rows: Bucket[]): AuditStats['byAction'] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.action, (counts.get(row.action) ?? 0) + row.total)
  return [...counts]
    .map(([action, count]) => ({ action, count }))
    .sort((a, b) => b.count - a.count || a.action.localeCompare(b.action))
}

function byHour(rows: Bucket[], from: Date, now: Date): AuditStats['byHour'] {
  const hours = new Map<number, { total: number; errors: number; warnings: number }>()
  const firstHour = Math.floor(from.getTime() / hourMs) * hourMs
  for (let at = firstHour; at <= now.getTime(); at += hourMs) hours.set(at, { total: 0, errors: 0, warnings: 0 })
  for (const row of rows) {
    const bucket = hours.get(row.hour.getTime())
    if (!bucket) continue
    bucket.total += row.total
    bucket.errors += row.errors
    bucket.warnings += row.warnings
  }
  return [...hours].map(([at, counts]) => ({ hour: new Date(at).toISOString(), ...counts }))
}
