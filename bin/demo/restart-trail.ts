import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { setCheckpointsAside } from '../../lib/audit/ledger/checkpoint-file'
import type { Context } from '../../lib/context'
import { classifyDbError, type Tx } from '../../lib/db'
import { PrismaClient } from '../../lib/db/generated/client'
import { firstStartActor } from '../founder'

/** Tables of the ledger that are emptied whole. A hold or an erasure means that the trail is evidence, see below. */
const ledgerTables = [
  'AuditUnsealed',
  'AuditLeaf',
  'AuditTile',
  'AuditCheckpoint',
  'AuditMinute',
  'AuditHour',
  'AuditBlock',
  'AuditVerification',
]
const evidenceTables = ['AuditErasure', 'AuditDrop', 'AuditLegalHold']

/** Tables of the trail that a restart knows about. With another "Audit…" table there is none, see the test. */
export const trailTables = ['AuditLog', ...ledgerTables, ...evidenceTables]

/** What Daybook does by itself, and coming and going: nothing anybody may ever have to prove. */
const routine = [
  'LOGIN',
  'LOGOUT',
  'LOGIN_FAILED',
  'ACCOUNT_LOCKED',
  'SESSION_CREATED',
  'ACCESS_DENIED',
  'AUDIT_VIEWED',
  'SYSTEM_STARTED',
  'SYSTEM_STOPPED',
  'MIGRATIONS_APPLIED',
  'JOB_FAILED',
  'BACKUP_COMPLETED',
  'BACKUP_FAILED',
  'SAMPLE_DATA_CREATED',
  'SAMPLE_DATA_REMOVED',
]

/** What the alert engine says of sample events by itself; the same said by a person is evidence. */
const alertRoutine = [
  'ALERT_FIRED',
  'ALERT_RESOLVED',
  'ALERT_ESCALATED',
  'ALERT_DELIVERY_FAILED',
  'INCIDENT_OPENED',
  'MIGRATIONS_APPLIED',
]

/** One transaction of the owner's login that carries the context, like `withTx` for the application's. */
export async function withOwnerTx<T>(ownerUrl: string, ctx: Context, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1, application_name: 'daybook-setup' })
  const db = new PrismaClient({ adapter: new PrismaPg(pool) })
  try {
    return await retrying(() =>
      db.$transaction(
        async (tx) => {
          const label = JSON.stringify({ actorType: 'system', id: 'command line', requestId: ctx.requestId })
          await tx.$executeRaw`SELECT set_config('daybook.ctx', ${label}, true)`
          return await fn(tx)
        },
        { maxWait: 10_000, timeout: 60_000 },
      ),
    )
  } finally {
    await db.$disconnect()
    await pool.end()
  }
}

const attempts = 50

async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (classifyDbError(error)?.kind !== 'retryable' || attempt === attempts) throw error
      await sleep(Math.random() * 400)
    }
  }
}

/**
 * Whether a trail may begin afresh: this login owns it, no business row is real, and every event is of the sample
 * data, of the first start or routine. Nobody can write until the transaction ends, so that the answer stays true.
 */
export async function isRestartable(tx: Tx): Promise<boolean> {
  const [owner] = await tx.$queryRaw<{ yes: boolean }[]>`
    SELECT pg_has_role(current_user, relowner, 'USAGE') AS yes FROM pg_class WHERE oid = '"AuditLog"'::regclass`
  if (!owner?.yes) return false
  await lockBooks(tx)
  const [found] = await tx.$queryRaw<{ real: boolean; evidence: boolean; unknown: boolean }[]>`
    SELECT
      EXISTS (SELECT FROM "Lead" WHERE NOT "isSample") OR EXISTS (SELECT FROM "Invoice" WHERE NOT "isSample")
        OR EXISTS (SELECT FROM "Student" WHERE NOT "isSample") OR EXISTS (SELECT FROM "Payment" WHERE NOT "isSample")
        AS real,
      EXISTS (SELECT FROM "AuditLog" WHERE "source" <> 'sample' AND NOT ("source" = 'daybook' AND (
        "action" = ANY(${routine})
        OR "action" = ANY(${alertRoutine}) AND "actorType" = 'system'
        OR "action" = 'USER_CREATED' AND "actorType" = 'system' AND "userName" = ${firstStartActor})))
        OR EXISTS (SELECT FROM "AuditLog_default") OR EXISTS (SELECT FROM "audit_log_archive")
        OR EXISTS (SELECT FROM "AuditErasure") OR EXISTS (SELECT FROM "AuditDrop")
        OR EXISTS (SELECT FROM "AuditLegalHold") AS evidence,
      EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND relname LIKE 'Audit%' AND NOT relispartition AND NOT relname = ANY(${trailTables})) AS unknown`
  return found !== undefined && !found.real && !found.evidence && !found.unknown
}

/** Lets go and begins again (40001) rather than wait in the way of others, who take these locks in another order. */
async function lockBooks(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    DO $$
    BEGIN
      SET LOCAL lock_timeout = '300ms';
      LOCK TABLE "Invoice", "Lead", "Student", "Payment" IN SHARE ROW EXCLUSIVE MODE;
      LOCK TABLE "Lease", "AuditUnsealed" IN ACCESS EXCLUSIVE MODE;
      LOCK TABLE "AuditLog", "AuditLeaf", "AuditTile", "AuditCheckpoint", "AuditMinute", "AuditHour", "AuditBlock"
        IN ACCESS EXCLUSIVE MODE;
      SET LOCAL lock_timeout = '10s';
    EXCEPTION WHEN lock_not_available THEN
      RAISE EXCEPTION 'The books are in use' USING ERRCODE = '40001';
    END $$`
}

/** Removes all events and starts the numbers of invoices and students at 1. Only after `isRestartable`. */
export async function restartTrail(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    DO $$
    DECLARE
      part regclass;
    BEGIN
      FOR part IN SELECT inhrelid::regclass FROM pg_inherits
        WHERE inhparent = '"AuditLog"'::regclass AND inhrelid <> '"AuditLog_default"'::regclass
      LOOP
        EXECUTE format('DROP TABLE %s', part);
      END LOOP;
      PERFORM daybook_ensure_partitions();
    END $$`
  await emptyLedger(tx)
  await forgetAlerts(tx)
  await tx.numberSequence.deleteMany({ where: { name: { startsWith: 'invoice-' } } })
  await tx.$executeRaw`ALTER SEQUENCE "Student_number_seq" RESTART`
}

/** Alerts are about events; what people set up (rules, channels, silences) stays. */
async function forgetAlerts(tx: Tx): Promise<void> {
  await tx.incident.deleteMany()
  await tx.alert.deleteMany()
  await tx.alertNotice.deleteMany()
  await tx.delivery.deleteMany()
  await tx.alertSignal.deleteMany()
  await tx.alertDrill.deleteMany()
  await tx.digest.deleteMany()
}

/** The owner's guards are lifted for this transaction's lock on the table only: nobody else sees them down. */
async function emptyLedger(tx: Tx): Promise<void> {
  for (const table of ledgerTables) {
    await tx.$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`)
    await tx.$executeRawUnsafe(`TRUNCATE "${table}"`)
    await tx.$executeRawUnsafe(`ALTER TABLE "${table}" ENABLE TRIGGER USER`)
  }
  await setCheckpointsAside()
}
