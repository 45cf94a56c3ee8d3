import { dayMs } from '../../clock'
import type { Context } from '../../context'
import { withTx } from '../../db'

/** How long the ledger is kept. */
const keepMs = 100 * dayMs

/** Removes what ended so long ago, with its attempts; what still waits stays. Answers how many. */
export async function pruneDeliveries(ctx: Context, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepMs)
  return withTx(ctx, async (tx) => {
    const { count } = await tx.delivery.deleteMany({
      where: { createdAt: { lt: before }, status: { in: ['SENT', 'DEAD', 'CANCELLED'] } },
    })
    return count
  })
}
