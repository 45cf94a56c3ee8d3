import type { PgBoss } from 'pg-boss'
import { getPool, queueSchema } from '../db'
import { logger } from '../logger'
import type { DefinedJob } from './define-job'
import { type Order, slotOrderId } from './order'
import { nextSlot } from './schedule'

type DueJob = { name: string; schedule: string; dueAt: Date; now: Date }

/**
 * Orders every job whose time has come by the database's clock, and answers their names. Anybody may find the same slot due: its
 * order has the same id for all, so that the queue takes one. Slots that were missed while nobody was there are one order; a
 * slot that comes while an earlier order is not done waits for that.
 */
export async function placeDueOrders(queue: PgBoss, jobs: readonly DefinedJob[]): Promise<string[]> {
  const { rows } = await getPool().query<DueJob>({
    name: 'jobs-due',
    text: `SELECT "name", "schedule", "nextDueAt" AS "dueAt", clock_timestamp() AS "now" FROM "Job"
      WHERE "name" = ANY($1) AND "removedAt" IS NULL AND "nextDueAt" <= clock_timestamp()`,
    values: [jobs.map(({ name }) => name)],
  })
  const placed: string[] = []
  for (const due of rows) if (await placeOrder(queue, due)) placed.push(due.name)
  return placed
}

async function placeOrder(queue: PgBoss, due: DueJob): Promise<boolean> {
  const id = slotOrderId(due.name, due.dueAt)
  const order: Order = { trigger: 'schedule', dueAt: due.dueAt.toISOString(), byName: null, correlationId: null }
  if ((await queue.send(due.name, order, { id })) !== null) return true
  await passOverEnded(due, id)
  return false
}

/** An order that ended before any attempt of it began (removed by hand, say) must not keep the job from its next slot. */
async function passOverEnded({ name, schedule, dueAt, now }: DueJob, id: string): Promise<void> {
  const { rowCount } = await getPool().query(
    `UPDATE "Job" SET "nextDueAt" = $3 WHERE "name" = $1 AND "nextDueAt" = $2
      AND EXISTS (SELECT FROM ${queueSchema}.job WHERE name = $1 AND id = $4 AND state > 'active')`,
    [name, dueAt, nextSlot(schedule, now), id],
  )
  if (rowCount) logger.warn('JOB_SLOT_PASSED_OVER', { job: name, dueAt: dueAt.toISOString() })
}
