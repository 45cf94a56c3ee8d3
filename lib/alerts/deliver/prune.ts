import { dayMs } from '../../clock'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { uuidv7Floor } from '../../ids'

const keptDays = 90
/** Removed by one transaction: 90 days after a flood there is more than one statement has time for. */
const perTransaction = 2_000

/** Removes messages that came to their end more than 90 days ago, with their attempts, and cooldowns as old; answers how many. */
export async function pruneDeliveries(ctx: Context, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayMs)
  let pruned = 0
  for (let last = perTransaction; last === perTransaction; pruned += last) last = await pruneSome(ctx, before)
  await withTx(ctx, (tx) =>
    // A cooldown of so long ago means nothing any more; who still has to be told "resolved" stays.
    tx.alertNotice.deleteMany({ where: { lastFiringAt: { lt: before }, owesResolvedOf: null } }),
  )
  return pruned
}

/** Oldest first, by the key: what has ended was made before. */
function pruneSome(ctx: Context, before: Date): Promise<number> {
  return withTx(
    ctx,
    (tx) => tx.$executeRaw`
      DELETE FROM "Delivery" WHERE "id" IN (SELECT "id" FROM "Delivery"
        WHERE "id" < ${uuidv7Floor(before)}::uuid AND "status" IN ('SENT', 'DEAD', 'CANCELLED') AND "finishedAt" < ${before}
        ORDER BY "id" LIMIT ${perTransaction})`,
  )
}
