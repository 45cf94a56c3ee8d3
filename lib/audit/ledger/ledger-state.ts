import { probe } from '../../db'
import { getSealer } from './sealer'
import { hasSoundTimeSql } from './stored-event'

/** How far the evidence is: what waits for the sealer, how old it is, the last checkpoint and verification. */
export type LedgerState = {
  /** Counted to 10,000. */
  unsealed: number
  oldestUnsealedSeconds: number | null
  /** Events of which no leaf can be made; they wait for good. */
  unsealable: number
  /** By the database's clock; negative when it is said to be from the future. */
  checkpointAgeSeconds: number | null
  /** Changes past Daybook in the last hour. */
  outOfBandChanges: number
  /** Whether the newest verification that came to its end found nothing; null before the first. */
  verificationPassed: boolean | null
  /** Why this process, if it leads, seals nothing or signs no checkpoint. */
  problem: string | undefined
}

const oldestSql = `(SELECT "id" FROM "AuditUnsealed" ORDER BY "id" LIMIT 100) AS q JOIN "AuditLog" AS e USING ("id")`

/** Within 31 years: whoever can write any time into a row must not make the whole answer overflow. */
const ageSql = (time: string) =>
  `least(greatest(extract(epoch FROM clock_timestamp()) - extract(epoch FROM ${time}), -1e9), 1e9)::int`

const text = `
  SELECT
    (SELECT count(*)::int FROM (SELECT FROM "AuditUnsealed" LIMIT 10000) AS q) AS unsealed,
    (SELECT max(${ageSql('e."createdAt"')}) FROM ${oldestSql}
      WHERE ${hasSoundTimeSql('e')}) AS "oldestUnsealedSeconds",
    (SELECT count(*)::int FROM ${oldestSql} WHERE NOT ${hasSoundTimeSql('e')}) AS "unsealable",
    (SELECT ${ageSql('"createdAt"')} FROM "AuditCheckpoint" ORDER BY "number" DESC LIMIT 1) AS "checkpointAgeSeconds",
    (SELECT count(*)::int FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE'
      AND "id" >= daybook_uuidv7_floor(clock_timestamp() - interval '1 hour')) AS "outOfBandChanges",
    (SELECT "passed" FROM "AuditVerification" WHERE "finishedAt" IS NOT NULL ORDER BY "startedAt" DESC LIMIT 1) AS "verificationPassed"`

/** Throws what the driver throws when the database is away. */
export async function ledgerState(signal: AbortSignal): Promise<LedgerState> {
  const { rows } = await probe<Omit<LedgerState, 'problem'>>(signal, { name: 'health-ledger', text })
  const [row] = rows
  if (!row) throw new Error('A query without a table always answers a row')
  const sealer = getSealer()
  return { ...row, unsealable: Math.max(row.unsealable, sealer.unsealable), problem: sealer.problem }
}
