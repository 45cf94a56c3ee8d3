import type { Context } from '../context'
import { withTx } from '../db'
import { uuidv7 } from '../ids'
import { nextSlot } from './schedule'

/** One attempt at an order, as the queue handed it to this process. */
export type Attempt = {
  job: string
  orderId: string
  attempt: number
  trigger: 'schedule' | 'person'
  dueAt: Date
  byName: string | null
  instanceId: string | null
}

export type Begun = { runId: string; startedAt: Date }

/**
 * The fence: whoever inserts the row of an attempt may run it, and nobody runs an order that was completed. Earlier attempts that
 * still count as running have lost it: whatever they do from now on is refused by `finishRun`. Moves the schedule on to the
 * next slot, in the same commit. Undefined when another process was first.
 */
export async function beginRun(ctx: Context, attempt: Attempt): Promise<Begun | undefined> {
  return withTx(ctx, async (tx) => {
    const { job, orderId, trigger, dueAt, byName, instanceId } = attempt
    await tx.$executeRaw`
      UPDATE "JobRun" SET "status" = 'ABANDONED', "endedAt" = clock_timestamp(), "error" = ${takenOver}
      WHERE "job" = ${job} AND "orderId" = ${orderId} AND "attempt" < ${attempt.attempt} AND "status" = 'RUNNING'`
    const id = uuidv7()
    const how = attempt.attempt > 1 ? 'retry' : trigger
    const [row] = await tx.$queryRaw<{ startedAt: Date }[]>`
      INSERT INTO "JobRun" ("id", "job", "orderId", "attempt", "trigger", "dueAt", "startedAt", "heartbeatAt", "instanceId", "byName",
        "correlationId")
      SELECT ${id}::uuid, ${job}, ${orderId}, ${attempt.attempt}, ${how}, ${dueAt}, clock_timestamp(), clock_timestamp(),
        ${instanceId}::uuid, ${byName}, ${ctx.correlationId}
      WHERE NOT EXISTS (SELECT FROM "JobRun" WHERE "job" = ${job} AND "orderId" = ${orderId} AND "status" = 'COMPLETED')
      ON CONFLICT ("job", "orderId", "attempt") DO NOTHING
      RETURNING "startedAt"`
    if (!row) return undefined
    if (trigger === 'schedule') await moveOn(tx, job, dueAt, row.startedAt)
    return { runId: id, startedAt: row.startedAt }
  })
}

export const takenOver = 'The process that ran it ended or stood still, and another took over.'

async function moveOn(tx: Parameters<Parameters<typeof withTx>[1]>[0], job: string, dueAt: Date, now: Date) {
  const [row] = await tx.$queryRaw<{ schedule: string }[]>`
    SELECT "schedule" FROM "Job" WHERE "name" = ${job} AND "nextDueAt" = ${dueAt} FOR UPDATE`
  if (row) await tx.$executeRaw`UPDATE "Job" SET "nextDueAt" = ${nextSlot(row.schedule, now)} WHERE "name" = ${job}`
}

/** Whether an order was done, by whichever attempt. */
export async function isCompleted(ctx: Context, job: string, orderId: string): Promise<boolean> {
  return withTx(ctx, async (tx) => (await tx.jobRun.count({ where: { job, orderId, status: 'COMPLETED' } })) > 0)
}
