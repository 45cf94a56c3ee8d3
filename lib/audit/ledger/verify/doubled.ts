import { longRead } from '../../../db'
import { type Findings, timeOfId } from './finding'

/** More than these are one cause. */
const limit = 1_000

/**
 * Ids that stand in the trail and in the archive: who reads the one sees another event than who reads the other, and only
 * one of them was looked at. One statement, one snapshot, so that a month on its way to the archive is in one place.
 */
export async function findDoubled(findings: Findings): Promise<void> {
  const rows = await longRead<{
    id: string
    seq: string | null
    where: string
  }>(`SELECT e."id", l."seq"::text, a.tableoid::regclass::text AS "where"
      FROM "AuditLog" AS e JOIN "audit_log_archive" AS a USING ("id") LEFT JOIN "AuditLeaf" AS l USING ("id")
      ORDER BY "id" LIMIT ${limit}`)
  for (const { id, seq, where } of rows) {
    const detail = `A second row with the id of this event stands in ${where}: one of the two was put there past the guards.`
    findings.add({ kind: 'event-doubled', seq: seq === null ? null : Number(seq), id, time: timeOfId(id), detail })
  }
}
