import { minuteMs } from '../../clock'
import type { Context } from '../../context'
import { getDb, poolCounts, type Tx } from '../../db'
import { maintenanceNow } from '../../maintenance'
import { toWire } from '../../wire'
import type { HealthDetails } from '../contract'
import { cloudinaryUsage } from './cloudinary'
import { storageUse } from './storage'

/** A process gives a sign of life every ten seconds. */
const aliveMs = minuteMs
const activeMs = 15 * minuteMs
const shownSignIns = 5
/** A snapshot that is older says nothing about now. */
const freshMs = 5 * minuteMs

/** What of the details the trail tells, which is not asked here: who may see which event is not for health to decide. */
export type FromTrail = Pick<HealthDetails, 'events' | 'failures'>

/** What stands behind the checks. People's sign-ins are for founders. */
export async function healthDetails(ctx: Context, fromTrail: FromTrail): Promise<HealthDetails> {
  const db = getDb()
  const now = ctx.now()
  const isFounder = ctx.actor.type === 'user' && ctx.actor.role === 'FOUNDER'
  const [lastSnapshot, processes, storage, sessions, signIns, jobs, backups, maintenance] = await Promise.all([
    lastSnapshotOf(db, now),
    processesOf(db, now),
    storageUse(),
    sessionsOf(db, now),
    isFounder ? signInsOf(db) : null,
    jobsOf(db, now),
    backupsOf(db),
    maintenanceNow(db, now),
  ])
  return {
    at: now.toISOString(),
    lastSnapshot: lastSnapshot && toWire(lastSnapshot),
    processes: toWire(processes),
    pool: poolCounts(),
    storage,
    cloudinary: cloudinaryUsage(),
    sessions,
    signIns,
    ...fromTrail,
    jobs: toWire(jobs),
    backups: toWire(backups),
    maintenance: toWire(maintenance),
  }
}

function lastSnapshotOf(tx: Tx, now: Date) {
  return tx.healthSnapshot.findFirst({
    where: { at: { gte: new Date(now.getTime() - freshMs), lte: now } },
    select: { at: true, cpuPercent: true, loopLagMs: true, memoryMb: true, diskPercent: true, databaseMs: true },
    orderBy: { at: 'desc' },
  })
}

function processesOf(tx: Tx, now: Date) {
  return tx.instance.findMany({
    where: { stoppedAt: null, lastSeenAt: { gt: new Date(now.getTime() - aliveMs) } },
    select: { id: true, host: true, pid: true, role: true, release: true, startedAt: true, lastSeenAt: true },
    orderBy: { startedAt: 'asc' },
    take: 50,
  })
}

async function sessionsOf(tx: Tx, now: Date): Promise<HealthDetails['sessions']> {
  const [row] = await tx.$queryRaw<HealthDetails['sessions'][]>`
    SELECT count(*)::int AS open, (count(*) FILTER (WHERE "lastSeenAt" > ${new Date(now.getTime() - activeMs)}))::int AS active,
      count(DISTINCT "userId")::int AS people
    FROM "Session" WHERE "revokedAt" IS NULL AND "expiresAt" > ${now}`
  return row ?? { open: 0, active: 0, people: 0 }
}

async function signInsOf(tx: Tx): Promise<NonNullable<HealthDetails['signIns']>> {
  const rows = await tx.userLoginHistory.findMany({
    select: { id: true, loginAt: true, success: true, user: { select: { name: true } } },
    // Ids carry the time.
    orderBy: { id: 'desc' },
    take: shownSignIns,
  })
  return rows.map(({ id, loginAt, success, user }) => ({
    id,
    at: loginAt.toISOString(),
    name: user?.name ?? null,
    isSuccess: success,
  }))
}

type Jobs = { count: number; failed: string[]; overdue: string[]; lastEndedAt: Date | null }

async function jobsOf(tx: Tx, now: Date): Promise<Jobs> {
  const [row] = await tx.$queryRaw<Jobs[]>`
    SELECT (SELECT count(*)::int FROM "Job" WHERE "removedAt" IS NULL) AS count,
      ARRAY(SELECT "name" FROM "Job" j WHERE "removedAt" IS NULL AND (
        SELECT "status" FROM "JobRun" WHERE "job" = j."name" AND "isLast" ORDER BY "startedAt" DESC LIMIT 1) <> 'COMPLETED'
        ORDER BY 1) AS failed,
      ARRAY(SELECT "name" FROM "Job" WHERE "removedAt" IS NULL
        AND "nextDueAt" + make_interval(secs => "graceSeconds") < ${now} ORDER BY 1) AS overdue,
      (SELECT max(r."endedAt") FROM "Job" j CROSS JOIN LATERAL (SELECT "endedAt" FROM "JobRun"
        WHERE "job" = j."name" AND "endedAt" IS NOT NULL ORDER BY "startedAt" DESC LIMIT 1) r) AS "lastEndedAt"`
  return row ?? { count: 0, failed: [], overdue: [], lastEndedAt: null }
}

type Backups = { lastVerifiedAt: Date | null; lastAt: Date | null; lastFailedAt: Date | null }

/** Of Daybook itself, as its events tell; the index over action and id finds the newest of each. */
async function backupsOf(tx: Tx): Promise<Backups> {
  const newest = async (action: string, metadata?: object) => {
    const row = await tx.auditLog.findFirst({
      where: {
        action,
        source: 'daybook',
        ...(metadata ? { metadata: { path: ['verified'], equals: true } } : {}),
      },
      select: { occurredAt: true },
      orderBy: { id: 'desc' },
    })
    return row?.occurredAt ?? null
  }
  const [lastVerifiedAt, lastAt, lastFailedAt] = await Promise.all([
    newest('BACKUP_COMPLETED', { verified: true }),
    newest('BACKUP_COMPLETED'),
    newest('BACKUP_FAILED'),
  ])
  return { lastVerifiedAt, lastAt, lastFailedAt }
}
