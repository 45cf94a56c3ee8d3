import type pg from 'pg'
import { hourMs, minuteMs } from '../../clock'

/** What is counted of an event. */
export type Counted = { occurredAt: Date; source: string; action: string; severity: string }

/** Actions of a source that are counted under their own name; the rest count as `other`. */
const maxActions = 200
const otherAction = 'other'

/** Adds events to the minute and hour statistics, in the caller's transaction. */
export class Counter {
  #known: Map<string, Set<string>> | undefined

  async add(client: pg.PoolClient, events: readonly Counted[]): Promise<void> {
    const known = (this.#known ??= await knownActions(client))
    const named = events.map((event) => ({ ...event, action: nameOf(known, event) }))
    await addTo(client, 'AuditMinute', named, minuteMs)
    await addTo(client, 'AuditHour', named, hourMs)
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

async function addTo(client: pg.PoolClient, table: string, events: readonly Counted[], widthMs: number): Promise<void> {
  const buckets = new Map<string, { at: Date; source: string; action: string; severity: string; count: number }>()
  for (const { occurredAt, source, action, severity } of events) {
    const at = new Date(Math.floor(occurredAt.getTime() / widthMs) * widthMs)
    const key = JSON.stringify([at.getTime(), source, action, severity])
    const bucket = buckets.get(key)
    if (bucket) bucket.count += 1
    else buckets.set(key, { at, source, action, severity, count: 1 })
  }
  const all = [...buckets.values()]
  await client.query({
    name: `audit-count-${table}`,
    text: `INSERT INTO "${table}" AS t ("at", "source", "action", "severity", "count")
      SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::"AuditSeverity"[], $5::bigint[])
      ON CONFLICT ("at", "source", "action", "severity") DO UPDATE SET "count" = t."count" + EXCLUDED."count"`,
    values: [
      all.map(({ at }) => at.toISOString()),
      all.map(({ source }) => source),
      all.map(({ action }) => action),
      all.map(({ severity }) => severity),
      all.map(({ count }) => count),
    ],
  })
}
