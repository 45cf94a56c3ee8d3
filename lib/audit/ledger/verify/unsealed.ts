import { longRead } from '../../../db'
import { hasSoundTimeSql } from '../stored-event'
import { type Findings, timeOfId } from './finding'

/** More than these are one cause. */
const limit = 1_000

/**
 * Rows that stand in the trail or the archive and were neither sealed nor wait for it (or wait in vain, being of a time
 * that no event has). One statement, one snapshot.
 */
export async function findUnsealed(findings: Findings): Promise<void> {
  const rows = await longRead<{ id: string; where: string }>(`SELECT e."id", e."where" FROM (
        SELECT "id", "occurredAt", tableoid::regclass::text AS "where" FROM "AuditLog"
        UNION ALL SELECT "id", "occurredAt", tableoid::regclass::text FROM "audit_log_archive") AS e
      WHERE NOT EXISTS (SELECT FROM "AuditLeaf" AS l WHERE l."id" = e."id")
        AND NOT EXISTS (SELECT FROM "AuditUnsealed" AS q WHERE q."id" = e."id" AND ${hasSoundTimeSql('e')})
      ORDER BY e."id" LIMIT ${limit}`)
  for (const { id, where } of rows) {
    const detail = `A row in ${where} was never sealed: it was put there past the guards.`
    findings.add({ kind: 'event-unsealed', seq: null, id, time: timeOfId(id), detail })
  }
}
