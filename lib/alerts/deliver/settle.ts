import type { Context } from '../../context'
import { databaseTime, type Tx, withTx } from '../../db'
import { recordOutcome } from '../channels'
import { storableText } from '../storable'
import type { Claimed } from './claim'
import { tellOfDead } from './dead-letter'
import { maxRetryAfterMs, nextDelayMs } from './retry-schedule'

/** How an attempt ended. */
export type Outcome =
  | { kind: 'sent'; responseStatus: number | null; durationMs: number }
  /** Nobody is there any more. */
  | { kind: 'gone'; responseStatus: null; durationMs: number; error: string }
  | {
      kind: 'failed'
      responseStatus: number | null
      durationMs: number
      error: string
      isPermanent: boolean
      retryAfterMs: number | undefined
      /** Who has it now although others do not; undefined: as before. */
      toldTo?: readonly string[] | undefined
    }

const ended = { sent: 'SENT', gone: 'CANCELLED' } as const

/**
 * Writes down how an attempt ended, and what follows: sent, another attempt, or dead. False when the claim is another's by
 * now (this process froze): then its outcome is the other's to write.
 */
export async function settle(ctx: Context, delivery: Claimed, outcome: Outcome): Promise<boolean> {
  return withTx(ctx, async (tx) => {
    const now = await databaseTime(tx)
    const delayMs =
      outcome.kind === 'failed' && !outcome.isPermanent && delivery.kind !== 'test'
        ? nextDelayMs(delivery.attempt, outcome.retryAfterMs, Math.random())
        : undefined
    const isDead = outcome.kind === 'failed' && delayMs === undefined
    const status = outcome.kind === 'failed' ? (isDead ? 'DEAD' : 'PENDING') : ended[outcome.kind]
    const error = outcome.kind === 'sent' ? null : storableText(outcome.error, 500)
    const toldTo = [...((outcome.kind === 'failed' ? outcome.toldTo : undefined) ?? delivery.toldTo)]
    const isOurs = await tx.$executeRaw`
      UPDATE "Delivery" SET "status" = ${status}, "claimedBy" = NULL, "claimedUntil" = NULL,
        "responseStatus" = ${outcome.responseStatus}, "durationMs" = ${Math.round(outcome.durationMs)},
        "lastError" = ${error}, "toldTo" = ${toldTo}::text[],
        "nextAttemptAt" = clock_timestamp() + make_interval(secs => ${(delayMs ?? 0) / 1_000}),
        "finishedAt" = CASE WHEN ${status} = 'PENDING' THEN NULL ELSE clock_timestamp() END
      WHERE "id" = ${delivery.id}::uuid AND "status" = 'SENDING' AND "attempts" = ${delivery.attempt}
        AND "claimedBy" = ${delivery.claim}::uuid`
    if (isOurs !== 1) return false
    await writeAttempt(tx, delivery, outcome, error)
    if (outcome.kind !== 'gone') await recordOutcome(tx, { channelId: delivery.channelId, at: now, error })
    if (outcome.kind === 'failed' && outcome.retryAfterMs !== undefined)
      await pause(tx, delivery.channelId, outcome.retryAfterMs)
    if (isDead) await tellOfDead(tx, ctx, delivery, error ?? 'unknown')
    return true
  })
}

/** The service asked to be left alone: so is everything else that waits for it, which would only be refused as well. */
async function pause(tx: Tx, channelId: string, retryAfterMs: number): Promise<void> {
  const seconds = Math.min(retryAfterMs, maxRetryAfterMs) / 1_000
  await tx.$executeRaw`UPDATE "AlertChannel"
    SET "pausedUntil" = greatest("pausedUntil", clock_timestamp() + make_interval(secs => ${seconds}))
    WHERE "id" = ${channelId}::uuid`
}

async function writeAttempt(tx: Tx, delivery: Claimed, outcome: Outcome, error: string | null): Promise<void> {
  const failed = outcome.kind === 'gone' || (outcome.kind === 'failed' && outcome.isPermanent) ? 'refused' : 'failed'
  await tx.deliveryAttempt.update({
    where: { deliveryId_attempt: { deliveryId: delivery.id, attempt: delivery.attempt } },
    data: {
      outcome: outcome.kind === 'sent' ? 'sent' : failed,
      durationMs: Math.round(outcome.durationMs),
      responseStatus: outcome.responseStatus,
      error,
    },
  })
}
