import type pg from 'pg'
import { dayMs } from '../../clock'

/** What is counted of an event; `minute` counts from 1970. */
export type Counted = { minute: number; source: string; action: string; severity: string }

/** Of an event's row, as text of SQL: dates would be parsed one by one only to be rounded. */
export const minuteSql = (table: string): string => `floor(date_part('epoch', ${table}."occurredAt") / 60) AS minute`

type Bucket = Counted & { count: number }

const minutesPerHour = 60

/** Actions of a source that are counted under their own name; the rest count as `other`. */
const maxActions = 200
const otherAction = 'other'

/** Adds events to the minute and hour statistics, in the caller's transaction. */
export class Counter {
  #known: Map<string, Set<string>> | undefined

  async add(client: pg.PoolClient, events: readonly Counted[]): Promise<void> {
    const known = (this.#known ??= await knownActions(client))
    const minutes = sumUp(events.map((event) => ({ ...event, action: nameOf(known, event), count: 1 })))
    const hours = sumUp(
      minutes.map((bucket) => ({ ...bucket, minute: Math.floor(bucket.minute / minutesPerHour) * minutesPerHour })),
    )
    await addTo(client, 'AuditMinute', minutes)
    await addTo(client, 'AuditHour', hours)
  }

  /** After a transaction that was given up: what was named in it may not be known. */
  forget(): void {
    this.#known = undefined
  }
}

async function knownActions(client: pg.PoolClient): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ source: string; actions: string[] }>(
    `SELECT "source", array_agg(DISTINCT "action") AS actions FROM "AuditHour" GROUP BY "source"`,
  )
  return new Map(rows.map(({ source, actions }) => [source, new Set(actions)]))
}

function nameOf(known: Map<string, Set<string>>, { source, action }: Counted): string {
  const actions = known.get(source) ?? new Set()
  known.set(source, actions)
  if (actions.has(action)) return action
  if (actions.size >= maxActions) return otherAction
  actions.add(action)
  return action
}

/** One bucket for all that agree in minute and names. No name has a NUL in it: PostgreSQL stores none. */
function sumUp(parts: readonly Bucket[]): Bucket[] {
  const buckets = new Map<string, Bucket>()
  for (const part of parts) {
    const key = `${part.minute}\0${part.severity}\0${part.source}\0${part.action}`
    const bucket = buckets.get(key)
    if (bucket) bucket.count += part.count
    else buckets.set(key, { ...part })
  }
  return [...buckets.values()]
}

async function addTo(client: pg.PoolClient, table: string, buckets: readonly Bucket[]): Promise<void> {
  await client.query({
    name: `audit-count-${table}`,
    text: `INSERT INTO "${table}" AS t ("at", "source", "action", "severity", "count")
      SELECT to_timestamp(b.minute * 60), b.source, b.action, b.severity, b.count
      FROM unnest($1::float8[], $2::text[], $3::text[], $4::"AuditSeverity"[], $5::bigint[]) AS b (minute, source, action, severity, count)
      ON CONFLICT ("at", "source", "action", "severity") DO UPDATE SET "count" = t."count" + EXCLUDED."count"`,
    values: [
      buckets.map(({ minute }) => minute),
      buckets.map(({ source }) => source),
      buckets.map(({ action }) => action),
      buckets.map(({ severity }) => severity),
      buckets.map(({ count }) => count),
    ],
  })
}

/** The statistics look back a day, of which only the first and the last hour by the minute. */
const exactMs = 3 * dayMs
/** Alert rules look back a month, at how many events and errors a minute had, whatever they were. */
const keptMs = 31 * dayMs

/** Stands for all actions of a minute that is older. No event has it. */
const anyAction = ''

/** Adds up the minutes of which nothing reads the actions any more, and deletes those that nothing reads; hours stay for good. */
export async function pruneMinutes(client: pg.Pool, now: Date = new Date()): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString()
  await client.query('DELETE FROM "AuditMinute" WHERE "at" < $1', [before(keptMs)])
  await client.query(
    `WITH old AS (
       DELETE FROM "AuditMinute" WHERE "at" < $1 AND "action" <> $2 RETURNING "at", "source", "severity", "count"
     )
     INSERT INTO "AuditMinute" AS t ("at", "source", "action", "severity", "count")
     SELECT "at", "source", $2, "severity", sum("count") FROM old GROUP BY "at", "source", "severity"
     ON CONFLICT ("at", "source", "action", "severity") DO UPDATE SET "count" = t."count" + EXCLUDED."count"`,
    [before(exactMs), anyAction],
  )
}
