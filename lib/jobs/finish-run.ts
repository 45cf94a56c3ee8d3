import type { Context } from '../context'
import { type Tx, withTx } from '../db'

/** A job that will not be tried again, for whoever keeps the record of it (lib/runtime). */
export type FinalFailure = { job: string; orderId: string; attempt: number; message: string; error: unknown }
export type RecordFailure = (tx: Tx, ctx: Context, failure: FinalFailure) => Promise<void>

export type Outcome =
  | { status: 'COMPLETED'; result: Record<string, unknown> | undefined }
  | { status: 'FAILED' | 'ABANDONED'; error: unknown }

type Run = { runId: string; job: string; orderId: string; attempt: number; durationMs: number }

/**
 * Writes down how an attempt ended, if it is still this process's: one that stood still and was followed by another changes
 * nothing. With the last failed attempt the failure is recorded in the same commit. Answers whether it was the last, or
 * undefined when it is another's by now.
 */
export async function finishRun(
  ctx: Context,
  run: Run,
  outcome: Outcome,
  { retries, mayFollow, recordFailure }: { retries: number; mayFollow: boolean; recordFailure: RecordFailure },
): Promise<{ isLast: boolean } | undefined> {
  return withTx(ctx, async (tx) => {
    const message = outcome.status === 'COMPLETED' ? null : messageOf(outcome.error)
    const result = outcome.status === 'COMPLETED' && outcome.result ? JSON.stringify(outcome.result) : null
    const changed = await tx.$executeRaw`
      UPDATE "JobRun" SET "status" = ${outcome.status}, "endedAt" = clock_timestamp(), "durationMs" = ${run.durationMs},
        "error" = ${message}, "result" = ${result}::jsonb
      WHERE "id" = ${run.runId}::uuid AND "status" = 'RUNNING'`
    if (changed !== 1) return undefined
    const isLast = outcome.status === 'COMPLETED' || !mayFollow || (await failuresOf(tx, run)) > retries
    if (!isLast) return { isLast }
    await tx.$executeRaw`UPDATE "JobRun" SET "isLast" = true WHERE "id" = ${run.runId}::uuid`
    if (outcome.status !== 'COMPLETED')
      await recordFailure(tx, ctx, { ...run, message: message ?? '', error: outcome.error })
    return { isLast }
  })
}

const failuresOf = (tx: Tx, { job, orderId }: Run) => tx.jobRun.count({ where: { job, orderId, status: 'FAILED' } })

/** Kept short: the whole error is in the log and in the event. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  // PostgreSQL keeps no NUL in text.
  return text.replaceAll('\0', '').slice(0, 1_000) || 'The job failed without saying why.'
}
