import { dayMs } from '../clock'
import type { Context } from '../context'
import { withTx } from '../db'

const keptDays = 30

/** Removes keys of requests from more than 30 days ago, which nobody repeats any more; answers how many. */
export async function pruneIdempotencyKeys(ctx: Context, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayMs)
  return withTx(ctx, async (tx) => {
    const { count } = await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
    return count
  })
}
