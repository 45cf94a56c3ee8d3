import { dayMs } from '../../clock'
import type { Context } from '../../context'
import { withTx } from '../../db'

const keptDays = 90

/** Removes messages that came to their end more than 90 days ago, with their attempts, and cooldowns as old; answers how many. */
export async function pruneDeliveries(ctx: Context, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayMs)
  return withTx(ctx, async (tx) => {
    const { count } = await tx.delivery.deleteMany({
      where: { status: { in: ['SENT', 'DEAD', 'CANCELLED'] }, finishedAt: { lt: before } },
    })
    // A cooldown of so long ago means nothing any more; who still has to be told "resolved" stays.
    await tx.alertNotice.deleteMany({ where: { lastFiringAt: { lt: before }, owesResolvedOf: null } })
    return count
  })
}
