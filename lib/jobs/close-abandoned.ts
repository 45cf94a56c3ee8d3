import { type Context, systemContext } from '../context'
import { getPool, queueSchema, withTx } from '../db'
import { logger } from '../logger'
import { takenOver } from './begin-run'
import type { RecordFailure } from './finish-run'

type Gone = { id: string; job: string; orderId: string; correlationId: string; attempt: number; isLast: boolean }

/**
 * Ends the attempts of which the queue has taken the order away because their process was silent (killed, frozen, cut off),
 * and records the failure when no other attempt follows. Any process may do it; each attempt is ended once.
 */
export async function closeAbandoned(recordFailure: RecordFailure): Promise<void> {
  const { rows } = await getPool().query<Gone>({
    name: 'jobs-abandoned',
    text: `SELECT r."id", r."job", r."orderId", coalesce(r."correlationId", r."orderId") AS "correlationId", r."attempt", coalesce(q.state > 'active', true) AS "isLast"
      FROM "JobRun" r LEFT JOIN ${queueSchema}.job q ON q.name = r."job" AND q.id::text = r."orderId"
      WHERE r."status" = 'RUNNING' AND (q.id IS NULL OR q.state <> 'active' OR q.retry_count <> r."attempt" - 1)`,
  })
  for (const gone of rows) await close(gone, recordFailure)
}

async function close(
  { id, job, orderId, correlationId, attempt, isLast }: Gone,
  recordFailure: RecordFailure,
): Promise<void> {
  const ctx: Context = systemContext(job, { actor: { type: 'job', name: job }, correlationId })
  const isClosed = await withTx(ctx, async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE "JobRun" SET "status" = 'ABANDONED', "endedAt" = clock_timestamp(), "error" = ${lost}, "isLast" = ${isLast}
      WHERE "id" = ${id}::uuid AND "status" = 'RUNNING'`
    if (changed !== 1) return false
    if (isLast) await recordFailure(tx, ctx, { job, orderId, attempt, message: lost, error: new Error(lost) })
    return true
  })
  if (isClosed)
    logger[isLast ? 'error' : 'warn']('JOB_FAIL', { job, attempt, orderId, isLast, error: new Error(takenOver) })
}

const lost = 'The process that ran it ended or stood still.'
