import { dayMs } from '../../../clock'
import { longRead } from '../../../db'
import { type Findings, timeOfId } from './finding'

/** A month that was removed for good, as the event that says so names it. */
export type Drop = { partition: string; fromId: string; toId: string; rows: number }

/** Below this nothing is dropped, whoever asks; `daybook_drop_archived` has the same number. */
const keptDays = 1_826

/**
 * The months that the metadata of an AUDIT_DROPPED event names: its own, and those of the events before it, which are
 * dropped themselves one day. None when it does not say all that is needed.
 */
export function dropsIn(metadata: unknown): Drop[] {
  if (typeof metadata !== 'object' || metadata === null) return []
  const { partitions, fromId, toId, rows, earlier } = metadata as Record<string, unknown>
  const before = Array.isArray(earlier) ? earlier.flatMap((one) => dropsIn(one)) : []
  const [partition] = Array.isArray(partitions) ? (partitions as unknown[]) : []
  if (typeof partition !== 'string' || typeof fromId !== 'string' || typeof toId !== 'string') return before
  return typeof rows === 'number' ? [...before, { partition, fromId, toId, rows }] : before
}

/** Whether two events, or an event and the table, say the same. */
export const isSameDrop = (one: Drop, other: Drop): boolean =>
  one.partition === other.partition && one.fromId === other.fromId && one.toId === other.toId && one.rows === other.rows

/** Whether an id lies in the month. */
export const contains = ({ fromId, toId }: Drop, id: string): boolean => id >= fromId && id < toId

/** Sealed events of a month whose rows stand nowhere. */
const goneSql = `FROM "AuditLeaf" AS l WHERE l."id" >= $1 AND l."id" < $2
  AND NOT EXISTS (SELECT FROM "AuditLog" AS e WHERE e."id" = l."id" AND e."id" >= $1 AND e."id" < $2)
  AND NOT EXISTS (SELECT FROM "audit_log_archive" AS a WHERE a."id" = l."id" AND a."id" >= $1 AND a."id" < $2)`

/** A month that an event says was dropped: it was old enough, and as many events are gone as were dropped with it. */
export async function checkDrop(drop: Drop, droppedAt: string, findings: Findings): Promise<void> {
  const { partition, fromId, toId, rows } = drop
  const time = timeOfId(fromId)
  if (Date.parse(timeOfId(toId)) > Date.parse(droppedAt) - keptDays * dayMs) {
    const detail = `${partition} was dropped before it was ${keptDays} days old, which Daybook never does.`
    findings.add({ kind: 'drop-unrecorded', seq: null, id: null, time, detail })
  }
  const [found] = await longRead<{ count: string }>(`SELECT count(*)::text AS count ${goneSql}`, [fromId, toId])
  const gone = Number(found?.count ?? 0)
  if (gone === rows) return
  const detail = `${gone} sealed events of ${partition} are gone, and the event of its removal says that ${rows} were dropped.`
  findings.add({ kind: gone > rows ? 'event-missing' : 'drop-unrecorded', seq: null, id: null, time, detail })
}

/** The events of a month that is gone without an event that can be believed, one by one. */
export async function tellGone(
  { partition, fromId, toId }: Drop,
  isAccounted: (id: string) => boolean,
  findings: Findings,
): Promise<void> {
  const text = `SELECT l."seq"::text, l."id" ${goneSql} ORDER BY l."seq"`
  for (const { seq, id } of await longRead<{ seq: string; id: string }>(text, [fromId, toId])) {
    if (isAccounted(id)) continue
    const detail = `Event ${seq} was sealed and its row is gone; no event that is as it was sealed says that ${partition} was dropped.`
    findings.add({ kind: 'event-missing', seq: Number(seq), id, time: timeOfId(id), detail })
  }
}

/** The table of what was dropped says the same as the events. */
export function checkDropTable(rows: readonly Drop[], announced: readonly Drop[], findings: Findings): void {
  for (const row of rows) {
    if (announced.some((drop) => isSameDrop(drop, row))) continue
    const detail = `"AuditDrop" says that ${row.rows} events of ${row.partition} were dropped, and no event says the same.`
    findings.add({ kind: 'drop-unrecorded', seq: null, id: null, time: timeOfId(row.fromId), detail })
  }
}
