import type { Clock } from '../../clock'
import { logger } from '../../logger'
import type { sendAs } from '../channels'
import { DeliveryError } from '../channels/delivery-error'
import type { CopiedChannel } from './channel-copy'
import type { DirectDelivery } from './outage'

/** Between the tries of one message; the last one holds until the database is back. */
export const retryAfterMs = [5_000, 15_000, 30_000, 60_000, 120_000] as const

type Attempt = DirectDelivery['attempts'][number]

type Way = {
  channels: readonly CopiedChannel[]
  sendAs: typeof sendAs
  sendWithinMs: number
  retryAfterMs: readonly number[]
  now: Clock
  /** Keeps the state on the disk: before a message leaves, and when its outcome is known. */
  save: () => void
}

/**
 * Sends one message now and notes what came of it. The try is on the disk before the first byte leaves, so that a process
 * that ends meanwhile repeats it under the same id, marked. Never throws.
 */
export async function attempt(delivery: DirectDelivery, way: Way): Promise<void> {
  const startedMs = performance.now()
  const noted: Attempt = {
    startedAt: way.now().toISOString(),
    durationMs: null,
    outcome: 'unknown',
    responseStatus: null,
    error: null,
  }
  delivery.isMaybeRepeated ||= delivery.attempts.some(({ outcome }) => outcome === 'unknown')
  delivery.attempts.push(noted)
  delivery.status = 'SENDING'
  way.save()
  try {
    const { responseStatus } = await send(delivery, way)
    Object.assign(noted, { outcome: 'sent', responseStatus })
    Object.assign(delivery, { status: 'SENT', finishedAt: way.now().toISOString() })
  } catch (error) {
    const failure = error instanceof DeliveryError ? error : undefined
    noteFailure(delivery, noted, { failure, way })
    const { channelId, attempts } = delivery
    logger.warn('ALERT_DIRECT_FAILED', { channelId, attempt: attempts.length, error: failure?.message ?? error })
  }
  noted.durationMs = Math.round(performance.now() - startedMs)
  way.save()
}

async function send(delivery: DirectDelivery, way: Way) {
  const { channelId, message, id: deliveryId, isMaybeRepeated, toldTo } = delivery
  const channel = way.channels.find(({ id }) => id === channelId)
  if (!channel) throw new DeliveryError('The channel is no longer there.', { isPermanent: true })
  const signal = AbortSignal.timeout(way.sendWithinMs)
  return way.sendAs(channel, message, { deliveryId, isMaybeRepeated, toldTo, signal })
}

function noteFailure(
  delivery: DirectDelivery,
  noted: Attempt,
  { failure, way }: { failure: DeliveryError | undefined; way: Way },
): void {
  const isPermanent = failure?.isPermanent ?? false
  noted.outcome = isPermanent ? 'refused' : 'failed'
  noted.responseStatus = failure?.responseStatus ?? null
  if (failure?.toldTo) delivery.toldTo = [...failure.toldTo]
  noted.error = failure?.message ?? 'The message could not be sent'
  const step = way.retryAfterMs[Math.min(delivery.attempts.length, way.retryAfterMs.length) - 1] ?? 0
  const waitMs = Math.max(step, failure?.retryAfterMs ?? 0)
  const now = way.now()
  delivery.status = isPermanent ? 'DEAD' : 'PENDING'
  delivery.nextAttemptAt = new Date(now.getTime() + waitMs).toISOString()
  if (isPermanent) delivery.finishedAt = now.toISOString()
}
