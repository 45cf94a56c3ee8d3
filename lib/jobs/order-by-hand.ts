import { fromPrisma } from 'pg-boss'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { uuidv7 } from '../ids'
import type { JobOrder } from './contract'
import type { Order } from './order'
import { makeQueue } from './queue'
import { wake } from './runner'

/**
 * Orders a job now, beside its schedule; `record` keeps the record of it in the same commit. The next free runner of any process
 * takes it. Throws CONFLICT while the job runs or waits to, NOT_FOUND for a job that there is not.
 */
export async function orderByHand(
  ctx: Context,
  name: string,
  record: (tx: Tx, order: JobOrder) => Promise<unknown>,
): Promise<JobOrder> {
  const queue = makeQueue({})
  try {
    await queue.start()
    const order = await withTx(ctx, async (tx) => {
      const [job] = await tx.$queryRaw<{ now: Date }[]>`
        SELECT clock_timestamp() AS now FROM "Job" WHERE "name" = ${name} AND "removedAt" IS NULL`
      if (!job) throw new AppError('NOT_FOUND', 'There is no such job.')
      const data: Order = {
        trigger: 'person',
        dueAt: job.now.toISOString(),
        byName: 'name' in ctx.actor ? ctx.actor.name : null,
        correlationId: ctx.correlationId,
      }
      const orderId = await queue.send(name, data, { id: uuidv7(), db: fromPrisma(tx) })
      if (orderId === null)
        throw new AppError('CONFLICT', 'This job is running already, or is about to. Wait until it has ended.')
      await record(tx, { job: name, orderId })
      return { job: name, orderId }
    })
    wake(name)
    return order
  } finally {
    await queue.stop({ close: false, graceful: false })
  }
}
