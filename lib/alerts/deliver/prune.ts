import { dayMs } from '../../clock'
import type { Context } from '../../context'
import { withTx } from '../../db'

const keptDays = 90

/** Removes messages that came to their end more than 90 days ago, with their attempts; answers how many. */
export async function pruneDeliveries(ctx: Context, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayMs)
  return withTx(ctx, async (tx) => {
    const { count } = await tx.delivery.deleteMany({
      where: { status: { in: ['SENT', 'DEAD', 'CANCELLED'] }, finishedAt: { lt: before } },
    })
    return count
  })
}
