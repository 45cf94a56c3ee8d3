import type pg from 'pg'
import { dayMs, hourMs, minuteMs } from '../../clock'
import { getPool } from '../../db'
import { uuidv7Floor } from '../../ids'
import type { AuditStats } from '../contract'

/** Of one hour over all actions, or of one action over all hours. */
type Row = {
  hour: Date | null
  action: string | null
  total: number
  errors: number
  critical: number
  warnings: number
}

/** Committed events that wait for the sealer: while there is one, there are a few thousand at most. */
const maxUnsealed = 10_000

/**
 * Whole hours, at both edges more or less the minutes by which they differ from the window, and what is not sealed yet,
 * all of one snapshot: an event is counted once, wherever it is on its way. Neither
 * are hours rounded again nor is anything added up as bigint: both take longer than all the rest.
 */
const statsSql = `
  WITH counted AS (
    SELECT "at" AS hour, "action", "severity", "count" FROM "AuditHour" WHERE "at" >= $3 AND "at" < $4
    UNION ALL
    SELECT date_trunc('hour', "at", 'UTC'), "action", "severity", "count" FROM "AuditMinute" WHERE "at" >= $1 AND "at" < $3
    UNION ALL
    SELECT date_trunc('hour', "at", 'UTC'), "action", "severity", -"count" FROM "AuditMinute"
    WHERE ("at" >= $3 AND "at" < $1) OR ("at" >= $2 AND "at" < $4)
    UNION ALL
    SELECT date_trunc('hour', e."occurredAt", 'UTC'), e."action", e."severity", 1
    FROM (SELECT "id" FROM "AuditUnsealed" WHERE "id" BETWEEN $5 AND $6 ORDER BY "id" DESC LIMIT ${maxUnsealed}) AS u
    JOIN "AuditLog" AS e ON e."id" = u."id" AND e."id" BETWEEN $5 AND $6
    WHERE e."occurredAt" >= $1 AND e."occurredAt" < $2
  )
  SELECT hour, "action",
    sum("count"::int)::int AS total,
    coalesce(sum("count"::int) FILTER (WHERE "severity" IN ('ERROR', 'CRITICAL')), 0)::int AS errors,
    coalesce(sum("count"::int) FILTER (WHERE "severity" = 'CRITICAL'), 0)::int AS critical,
    coalesce(sum("count"::int) FILTER (WHERE "severity" = 'WARNING'), 0)::int AS warnings
  FROM counted GROUP BY GROUPING SETS ((hour), ("action")) HAVING sum("count"::int) > 0`

/**
 * The 24 hours before `now` in numbers, over all sources, from the full minute in which they begin. `byAction` is
 * sorted, most frequent first; actions beyond the two hundredth of a source count together as `other`. While more than
 * 10,000 events wait for the sealer, the oldest of them are not counted yet.
 */
export async function getStats(
  now: Date = new Date(),
  client: pg.Pool | pg.PoolClient = getPool(),
): Promise<AuditStats> {
  const started = performance.now()
  const window = windowOf(now)
  const { rows } = await client.query<Row>({ name: 'audit-stats', text: statsSql, values: parametersOf(window) })
  const hours = rows.filter((row) => row.hour !== null)
  const sum = (key: 'total' | 'errors' | 'critical' | 'warnings') => hours.reduce((n, row) => n + row[key], 0)
  return {
    period: '24h',
    total: sum('total'),
    errors: sum('errors'),
    critical: sum('critical'),
    warnings: sum('warnings'),
    byAction: rows
      .flatMap(({ action, total }) => (action === null ? [] : [{ action, count: total }]))
      .sort((a, b) => b.count - a.count || a.action.localeCompare(b.action)),
    byHour: byHour(hours, window.from, now.getTime()),
    meta: { queryTimeMs: Math.round((performance.now() - started) * 10) / 10 },
  }
}

type Window = { from: number; to: number }

/** Five minutes of grace: another instance's clock may run ahead. */
function windowOf(now: Date): Window {
  const minute = (ms: number) => Math.floor(ms / minuteMs) * minuteMs
  return { from: minute(now.getTime() - dayMs), to: minute(now.getTime()) + 6 * minuteMs }
}

/** The first hour is counted whole when less of it is too much than would be missing; the last always, being new. */
function parametersOf({ from, to }: Window): string[] {
  const times = [from, to, Math.round(from / hourMs) * hourMs, Math.ceil(to / hourMs) * hourMs]
  // An id's time is cut off to milliseconds where a trigger's `occurredAt` was rounded.
  const ids = [from - 1_000, to + 1_000].map((ms) => uuidv7Floor(new Date(ms)))
  return [...times.map((ms) => new Date(ms).toISOString()), ...ids]
}

function byHour(rows: Row[], from: number, to: number): AuditStats['byHour'] {
  const hours = new Map<number, { total: number; errors: number; warnings: number }>()
  for (let at = Math.floor(from / hourMs) * hourMs; at <= to; at += hourMs)
    hours.set(at, { total: 0, errors: 0, warnings: 0 })
  for (const { hour, total, errors, warnings } of rows) if (hour) hours.set(hour.getTime(), { total, errors, warnings })
  return [...hours].map(([at, counts]) => ({ hour: new Date(at).toISOString(), ...counts }))
}
