import { setTimeout as sleep } from 'node:timers/promises'
import { secondMs } from '../../clock'
import { type Context, runInContext } from '../../context'
import { getPool } from '../../db'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { logger } from '../../logger'
import type { AuditVerification } from '../contract'
import { logCritical, logSuccess } from '../write/log'
import type { Verifier, Verifiers } from './signed-note'
import { checkpointVerifiers } from './signing-key'
import type { OutsideNotes } from './verify/known-checkpoints'
import { type VerificationResult, verifyDatabase } from './verify/verify-database'

export type VerificationRequest = {
  startedBy: string
  verifier?: Verifier | Verifiers
  outside?: readonly OutsideNotes[]
  onProgress?: (checked: number, size: number) => void
}

/** Longer without a sign of life means that the process of a verification has ended. */
export const silentSeconds = 30
const shownFindings = 100

/**
 * Verifies the whole trail, keeps what was found with its progress, and records the outcome as an event: CRITICAL when
 * anything was found. Throws CONFLICT while another verification runs.
 */
export async function verifyTrail(request: VerificationRequest): Promise<VerificationResult & { id: string }> {
  return finishVerification(await beginVerification(request.startedBy), request)
}

/** A short verification is over before anybody has to ask again. */
const patienceMs = 5_000

/**
 * Begins one in this process and answers when it has ended, after five seconds at the latest; it goes on then, and who
 * wants to know looks at the evidence. Throws CONFLICT as above.
 */
export async function startVerification(ctx: Context): Promise<{ id: string }> {
  const startedBy = 'email' in ctx.actor ? ctx.actor.name : ctx.actor.type
  const id = await beginVerification(startedBy)
  const running = runInContext(ctx, () => finishVerification(id, { startedBy })).catch((error: unknown) =>
    logger.error('AUDIT_VERIFICATION_ENDED', { error }),
  )
  await Promise.race([running, sleep(patienceMs, undefined, { ref: false })])
  return { id }
}

async function beginVerification(startedBy: string): Promise<string> {
  const id = uuidv7()
  const client = await getPool().connect()
  try {
    await client.query(`BEGIN; LOCK TABLE "AuditVerification" IN SHARE ROW EXCLUSIVE MODE`)
    const { rowCount } = await client.query(
      `INSERT INTO "AuditVerification" ("id", "startedAt", "startedBy", "heartbeatAt", "size")
        SELECT $1, now(), $2, clock_timestamp(), 0 WHERE NOT EXISTS (
          SELECT FROM "AuditVerification"
          WHERE "finishedAt" IS NULL AND "heartbeatAt" > clock_timestamp() - make_interval(secs => ${silentSeconds}))`,
      [id, startedBy],
    )
    await client.query('COMMIT')
    if (rowCount === 0) throw new AppError('CONFLICT', 'A verification is already running.')
    return id
  } finally {
    client.release()
  }
}

async function finishVerification(
  id: string,
  { verifier, outside, onProgress }: VerificationRequest,
): Promise<VerificationResult & { id: string }> {
  const progress = { checked: 0, size: 0 }
  const done = new AbortController()
  const telling = tellProgress(id, progress, done.signal)
  try {
    const result = await verifyDatabase({
      verifier: verifier ?? checkpointVerifiers(),
      ...(outside ? { outside } : {}),
      onProgress: (checked, size) => {
        Object.assign(progress, { checked, size })
        onProgress?.(checked, size)
      },
    })
    await keepResult(id, result)
    await recordResult(id, result)
    return { ...result, id }
  } finally {
    done.abort()
    await telling
  }
}

/** Once a second, so that a page can show it and others can see that this process still works on it. */
async function tellProgress(
  id: string,
  progress: { checked: number; size: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await getPool()
      .query(
        `UPDATE "AuditVerification" SET "checked" = $2, "size" = $3, "heartbeatAt" = clock_timestamp()
          WHERE "id" = $1 AND "finishedAt" IS NULL`,
        [id, progress.checked, progress.size],
      )
      .catch((error: unknown) => logger.warn('AUDIT_VERIFICATION_PROGRESS', { error }))
    // Ended early when the verification is done.
    await sleep(secondMs, undefined, { signal }).catch(() => {})
  }
}

async function keepResult(
  id: string,
  { size, checkpoints, findings, findingCount }: VerificationResult,
): Promise<void> {
  await getPool().query(
    `UPDATE "AuditVerification" SET "finishedAt" = clock_timestamp(), "heartbeatAt" = clock_timestamp(), "size" = $2,
      "checked" = $2, "checkpoints" = $3, "passed" = $4, "findings" = $5, "findingCount" = $6 WHERE "id" = $1`,
    [id, size, checkpoints, findingCount === 0, JSON.stringify(findings.slice(0, shownFindings)), findingCount],
  )
}

async function recordResult(
  id: string,
  { size, checkpoints, findings, findingCount }: VerificationResult,
): Promise<void> {
  const details = { entityType: 'AuditVerification', entityId: id }
  if (findingCount === 0) {
    const description = `${size} events and ${checkpoints} checkpoints verified, nothing found`
    await logSuccess('AUDIT_VERIFIED', description, { ...details, metadata: { size, checkpoints } })
    return
  }
  const description = `The trail was altered: ${findingCount} finding${findingCount === 1 ? '' : 's'} in ${size} events`
  const metadata = { size, checkpoints, findingCount, findings: findings.slice(0, 20) }
  await logCritical('AUDIT_VERIFICATION_FAILED', description, undefined, { ...details, metadata })
}

type Row = Omit<AuditVerification, 'startedAt' | 'finishedAt' | 'size' | 'checked'> & {
  startedAt: Date
  finishedAt: Date | null
  size: string
  checked: string
}

/** The verification that runs now and the newest that came to its end. */
export async function findVerifications(): Promise<{
  running: AuditVerification | null
  last: AuditVerification | null
}> {
  const { rows } = await getPool().query<Row>(`
    SELECT *, "finishedAt" IS NULL AS "isRunning" FROM "AuditVerification" WHERE "id" IN (
      (SELECT "id" FROM "AuditVerification" WHERE "finishedAt" IS NULL
        AND "heartbeatAt" > clock_timestamp() - make_interval(secs => ${silentSeconds}) ORDER BY "startedAt" DESC LIMIT 1),
      (SELECT "id" FROM "AuditVerification" WHERE "finishedAt" IS NOT NULL ORDER BY "startedAt" DESC LIMIT 1))`)
  const all = rows.map(fromRow)
  return {
    running: all.find(({ isRunning }) => isRunning) ?? null,
    last: all.find(({ isRunning }) => !isRunning) ?? null,
  }
}

function fromRow(row: Row): AuditVerification {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    size: Number(row.size),
    checked: Number(row.checked),
  }
}
