import { makeEvents } from '../audit/read/made-events.testing'
import { dayMs, hourMs, minuteMs, secondMs } from '../clock'
import { systemContext } from '../context'
import { type Prisma, withTx } from '../db'
import { uuidv7 } from '../ids'
import { newConversion, staffContext } from './business'
import type { TestDatabase } from './database'
import { haveRequests, haveSnapshot } from './measurements'

/** Rows for one rule. `below` comes first; what it writes is half a day older than what `fires` writes. */
export type Scenario = {
  source: string
  /** Rows just below the threshold at `at`. */
  below(database: TestDatabase, at: Date): Promise<unknown>
  /** Rows just above it at `at`. */
  fires(database: TestDatabase, at: Date): Promise<unknown>
}

const ctx = systemContext('test')
const before = (at: Date, ms: number) => new Date(at.getTime() - ms)

/** Longer than the minute up to which a history is asked. */
const justBelowMs = 2 * minuteMs

type Made = { action?: string; severity?: 'INFO' | 'ERROR' | 'CRITICAL'; metadata?: unknown }

/** So many events of a minute, a second apart. */
export const events = (database: TestDatabase, source: string, at: Date, count: number, made: Made = {}) =>
  makeEvents(
    database,
    Array.from({ length: count }, (_, i) => ({ ...made, source, at: new Date(at.getTime() + i * secondMs) })),
  )

/** One event as a rule gets it. */
const oneEvent = (rule: string, fires: Made, below: Made): Scenario => ({
  source: `of ${rule}`,
  below: (database, at) => events(database, `of ${rule}`, at, 1, below),
  fires: (database, at) => events(database, `of ${rule}`, at, 1, fires),
})

export async function failSignIns(
  at: Date,
  count: number,
  {
    accountKey = Buffer.from('a'.repeat(32)) as Uint8Array,
    ipAddress = '203.0.113.9' as string | null,
    success = false,
  } = {},
): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => {
    const loginAt = new Date(at.getTime() - i * secondMs)
    return { id: uuidv7(loginAt), accountKey: new Uint8Array(accountKey), loginAt, ipAddress, success }
  })
  await withTx(ctx, (tx) => tx.userLoginHistory.createMany({ data: rows }))
}

export const addJob = (
  database: TestDatabase,
  name: string,
  { nextDueAt = null as Date | null, isCritical = true } = {},
) =>
  database.ownerQuery(
    `INSERT INTO "Job" ("name", "description", "schedule", "graceSeconds", "isCritical", "registeredAt", "nextDueAt")
     VALUES ($1, 'test', '0 2 * * *', 600, $2, now(), $3)`,
    [name, isCritical, nextDueAt],
  )

type Run = {
  at: Date
  status: string
  isLast?: boolean
  attempt?: number
  dueAt?: Date
  error?: string
  trigger?: string
}

export const addRun = (database: TestDatabase, job: string, { at, status, ...run }: Run) =>
  database.ownerQuery(
    `INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "endedAt", "status", "isLast", "error")
     VALUES ($1, $2, 'order ' || $1::uuid, $3, $4, $5, $6, $6, $7, $8, $9, $10)`,
    [
      uuidv7(at),
      job,
      run.attempt ?? 1,
      run.trigger ?? 'schedule',
      run.dueAt ?? at,
      at,
      status === 'RUNNING' ? null : new Date(at.getTime() + secondMs),
      status,
      run.isLast ?? status !== 'RUNNING',
      run.error ?? null,
    ],
  )

/** The setting and the event of switching it. */
export async function switchMaintenance(
  database: TestDatabase,
  at: Date,
  value: { enabled: boolean; until?: string },
): Promise<void> {
  const stored: Prisma.InputJsonValue = { ...value, since: at.toISOString() }
  const data = { value: stored, updatedAt: at }
  await withTx(ctx, (tx) =>
    tx.setting.upsert({ where: { key: 'maintenance' }, create: { key: 'maintenance', ...data }, update: data }),
  )
  await database.ownerQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "after")
     VALUES ($1, $2, 'MAINTENANCE_MODE_TOGGLED', 'WARNING', 'test', 'user', $3)`,
    [uuidv7(at), at, JSON.stringify(stored)],
  )
}

const unhandled = { action: 'API_ERROR', severity: 'ERROR', metadata: { unhandled: true } } as const
const inMinuteBefore = (at: Date) => before(at, 50 * secondMs)

/** One for every rule: what its history and its evaluation agree on. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'critical-event': oneEvent('critical-event', { severity: 'CRITICAL' }, { severity: 'ERROR' }),
  'audit-integrity': oneEvent(
    'audit-integrity',
    { action: 'OUT_OF_BAND_CHANGE', severity: 'CRITICAL' },
    { action: 'AUDIT_ERASED', severity: 'ERROR' },
  ),
  'backup-failed': oneEvent(
    'backup-failed',
    { action: 'BACKUP_FAILED', severity: 'ERROR' },
    { action: 'BACKUP_COMPLETED' },
  ),
  'database-unreachable': oneEvent(
    'database-unreachable',
    { action: 'DATABASE_ERROR', severity: 'ERROR', metadata: { code: 'DB_UNREACHABLE' } },
    { action: 'DATABASE_ERROR', severity: 'ERROR', metadata: { code: 'TRANSACTION_RETRY' } },
  ),
  lifecycle: oneEvent('lifecycle', { action: 'SYSTEM_STARTED' }, { action: 'JOB_STARTED_BY_HAND' }),
  'error-rate': {
    source: 'of error-rate',
    async below(database, at) {
      await events(database, this.source, before(at, 30 * minuteMs), 2, { severity: 'ERROR' })
      await events(database, this.source, before(at, 30 * minuteMs), 18)
    },
    async fires(database, at) {
      await events(database, this.source, before(at, 30 * minuteMs), 3, { severity: 'ERROR' })
      await events(database, this.source, before(at, 30 * minuteMs), 18)
    },
  },
  'error-burst': {
    source: 'of error-burst',
    below: (database, at) => events(database, 'of error-burst', inMinuteBefore(at), 10, { severity: 'ERROR' }),
    fires: (database, at) => events(database, 'of error-burst', inMinuteBefore(at), 11, { severity: 'ERROR' }),
  },
  'unhandled-errors': {
    source: 'of unhandled-errors',
    async below(database, at) {
      await events(database, this.source, inMinuteBefore(at), 5, unhandled)
      await events(database, this.source, inMinuteBefore(at), 5, { ...unhandled, metadata: { unhandled: false } })
    },
    fires: (database, at) => events(database, 'of unhandled-errors', inMinuteBefore(at), 6, unhandled),
  },
  'login-attack': {
    source: 'daybook',
    below: (_database, at) => failSignIns(at, 9),
    fires: (_database, at) => failSignIns(at, 10),
  },
  'no-recent-activity': {
    source: 'daybook',
    below: (_database, at) => newConversion(staffContext({ now: () => before(at, 2 * dayMs - justBelowMs) })),
    fires: async () => undefined,
  },
  'backup-stale': {
    source: 'of backup-stale',
    below: (database, at) =>
      events(database, 'of backup-stale', before(at, 26 * hourMs - justBelowMs), 1, {
        action: 'BACKUP_COMPLETED',
        metadata: { verified: true },
      }),
    fires: async () => undefined,
  },
  'job-failed': {
    source: 'daybook',
    async below(database, at) {
      await addJob(database, 'fails')
      await addRun(database, 'fails', { at: before(at, minuteMs), status: 'FAILED', isLast: false })
    },
    fires: (database, at) => addRun(database, 'fails', { at: before(at, minuteMs), status: 'FAILED' }),
  },
  'job-missed': {
    source: 'daybook',
    below: (database, at) => addJob(database, 'missed', { nextDueAt: before(at, 600 * secondMs - justBelowMs) }),
    fires: async () => undefined,
  },
  'maintenance-mode': {
    source: 'daybook',
    below: (database, at) => switchMaintenance(database, before(at, 4 * hourMs - justBelowMs), { enabled: true }),
    fires: async () => undefined,
  },
  downtime: {
    source: 'daybook',
    below: (database, at) => addInstance(database, at, 120),
    fires: (database, at) => addInstance(database, at, 121),
  },
  'slo-burn': {
    source: 'daybook',
    below: (database, at) => traffic(database, at, 2),
    fires: (database, at) => traffic(database, at, 30),
  },
  'slow-responses': {
    source: 'daybook',
    below: (database, at) => haveRequests(database, [{ at: before(at, minuteMs), requests: 400, ms: 1_000 }]),
    fires: (database, at) => haveRequests(database, [{ at: before(at, minuteMs), requests: 400, ms: 3_000 }]),
  },
  // Snapshots of one table: each has minutes of its own.
  'disk-usage': {
    source: 'daybook',
    below: (database, at) => haveSnapshot(database, { at, diskPercent: 85 }),
    fires: (database, at) => haveSnapshot(database, { at, diskPercent: 86 }),
  },
  'database-slow': {
    source: 'daybook',
    below: (database, at) => haveAnswers(database, at, 2_000),
    fires: (database, at) => haveAnswers(database, at, 2_001),
  },
}

/** An hour of ten requests a minute, of which so many failed in the last minute. */
const traffic = (database: TestDatabase, at: Date, errors: number) =>
  haveRequests(
    database,
    Array.from({ length: 60 }, (_, i) => ({
      at: before(at, i * minuteMs),
      requests: i === 0 ? 10 + errors : 10,
      errors: i === 0 ? errors : 0,
    })),
  )

async function haveAnswers(database: TestDatabase, at: Date, databaseMs: number): Promise<void> {
  for (const minutes of [3, 2]) await haveSnapshot(database, { at: before(at, minutes * minuteMs), databaseMs })
}

const addInstance = (database: TestDatabase, at: Date, silentSeconds: number) =>
  database.ownerQuery(
    `INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt", "silentSeconds")
     VALUES ($1, 'test', 1, 'app', '1.0.0', $2, $2, $3)`,
    [uuidv7(at), at, silentSeconds],
  )
