import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context'
import { logger } from '../logger'
import { getDb } from './client'
import { classifyDbError } from './error-codes'
import type { Prisma } from './generated/client'

/** A transaction that carries the context; required by every function that writes. */
export type Tx = Prisma.TransactionClient

const maxAttempts = 5

/**
 * Runs `fn` in one transaction whose rows know who did it: the context is set for its duration
 * (`daybook.ctx`), which is what tells the row triggers that the change came through Daybook.
 * READ COMMITTED; a serialization failure or deadlock runs `fn` again, up to five times in all, each
 * retry logged as TRANSACTION_RETRY. `fn` must therefore have no effect outside the transaction.
 */
export async function withTx<T>(ctx: Context, fn: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await getDb().$transaction(
        async (tx) => {
          await tx.$executeRaw`SELECT set_config('daybook.ctx', ${contextLabel(ctx)}, true)`
          return await fn(tx)
        },
        { maxWait: 2_500, timeout: 15_000 },
      )
    } catch (error) {
      const failure = classifyDbError(error)
      if (failure?.kind !== 'retryable' || attempt >= maxAttempts) throw error
      logger.warn('TRANSACTION_RETRY', { attempt, error })
      await sleep(Math.random() * 20 * 2 ** attempt)
    }
  }
}

function contextLabel(ctx: Context): string {
  const { actor } = ctx
  const id = 'id' in actor ? actor.id : 'name' in actor ? actor.name : ''
  return JSON.stringify({ actorType: actor.type, id, requestId: ctx.requestId })
}
