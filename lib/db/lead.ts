import type { Context } from '../context'
import type { Lease } from './lease'
import { leaseSeconds } from './lease'
import { type Tx, withTx } from './with-tx'

/** Another process leads now; nothing was changed. */
export class NotLeading extends Error {
  constructor(lease: Lease) {
    super(`Another process leads ${lease.name} now`)
    this.name = 'NotLeading'
  }
}

/**
 * `withTx` for a leader: the lease is renewed and kept inside the transaction, so that one that froze and thaws changes
 * nothing. Throws NotLeading when the lease is another's by now.
 */
export async function withLeaderTx<T>(ctx: Context, lease: Lease, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return withTx(ctx, async (tx) => {
    // A process that freezes here must not keep the lease's row from the next leader.
    await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = '10s'`
    const held = await tx.$executeRaw`
      UPDATE "Lease" SET "expiresAt" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      WHERE "name" = ${lease.name} AND "owner" = ${lease.owner} AND "epoch" = ${BigInt(lease.epoch)}
        AND "expiresAt" > clock_timestamp()`
    if (held !== 1) throw new NotLeading(lease)
    return fn(tx)
  })
}
