import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { databaseTime, getDb, withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { storableText } from '../storable'
import { channelTitle } from './channel-event'
import type { ChannelTest } from './contract'
import { DeliveryError } from './delivery-error'
import { recordOutcome } from './record-outcome'
import { requireChannel } from './require-channel'
import { sendAs } from './send-through'
import { testMessage } from './test-message'

const timeLimitMs = 10_000
/** Longer than the time limit: after it the test is taken for one whose process ended. */
const claimMs = 60_000

/**
 * Sends a test at once, also through a channel that is switched off, and tells what came of it; it is not tried again. The
 * ledger has it as a delivery of the kind `test`, and the channel's health counts it. Throws NOT_FOUND.
 */
export async function testChannel(ctx: Context, id: string): Promise<ChannelTest> {
  const row = await requireChannel(getDb(), id)
  const deliveryId = uuidv7()
  const byName = 'name' in ctx.actor ? ctx.actor.name : 'Somebody'
  const message = testMessage(row.name, byName, ctx.now())
  await withTx(ctx, async (tx) => {
    // What is claimed until then is this process's, by the database's clock.
    const startedAt = await databaseTime(tx)
    await tx.delivery.create({
      data: {
        id: deliveryId,
        channelId: id,
        kind: 'test',
        message,
        status: 'SENDING',
        attempts: 1,
        nextAttemptAt: startedAt,
        claimedBy: deliveryId,
        claimedUntil: new Date(startedAt.getTime() + claimMs),
        createdAt: startedAt,
        correlationId: ctx.correlationId,
        tries: { create: { attempt: 1, startedAt } },
      },
    })
  })
  const began = performance.now()
  const input = { deliveryId, isMaybeRepeated: false, signal: AbortSignal.timeout(timeLimitMs) }
  const outcome = await sendAs(row, message, input).then(
    ({ responseStatus }) => ({ responseStatus, error: null, isPermanent: false }),
    (error: unknown) => {
      if (!(error instanceof DeliveryError)) throw error
      return {
        responseStatus: error.responseStatus,
        error: storableText(error.message, 500),
        isPermanent: error.isPermanent,
      }
    },
  )
  const durationMs = Math.round(performance.now() - began)
  await record(ctx, { id, title: channelTitle(row), deliveryId, durationMs, ...outcome })
  const { responseStatus, error } = outcome
  return { isSent: error === null, responseStatus, durationMs, error, deliveryId }
}

type Tested = {
  id: string
  title: string
  deliveryId: string
  durationMs: number
  responseStatus: number | null
  error: string | null
  isPermanent: boolean
}

async function record(ctx: Context, tested: Tested): Promise<void> {
  const { id, title, deliveryId, durationMs, responseStatus, error, isPermanent } = tested
  const outcome = error === null ? 'sent' : isPermanent ? 'refused' : 'failed'
  await withTx(ctx, async (tx) => {
    const at = await databaseTime(tx)
    await tx.delivery.updateMany({
      // Nobody sends it but this process; one that was taken for lost meanwhile has its outcome after all.
      where: { id: deliveryId },
      data: {
        status: error === null ? 'SENT' : 'DEAD',
        responseStatus,
        durationMs,
        lastError: error,
        finishedAt: at,
        claimedBy: null,
        claimedUntil: null,
      },
    })
    await tx.deliveryAttempt.update({
      where: { deliveryId_attempt: { deliveryId, attempt: 1 } },
      data: { outcome, responseStatus, durationMs, error },
    })
    await recordOutcome(tx, { channelId: id, at, error })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_CHANNEL_TESTED,
      description: error === null ? `${title} tested: it works` : `${title} tested: ${error}`,
      entityType: 'AlertChannel',
      entityId: id,
      metadata: { deliveryId, isSent: error === null, responseStatus, durationMs },
    })
  })
}
