import { setTimeout as sleep } from 'node:timers/promises'
import { secondMs } from '../../clock'
import { type Context, runInContext, systemContext } from '../../context'
import { classifyDbError, listen } from '../../db'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import { sendThrough } from '../channels'
import { ChannelGone, DeliveryError } from '../channels/delivery-error'
import { type Claimed, claimDue } from './claim'
import { deliveriesChannel } from './enqueue'
import { type Outcome, settle } from './settle'

/** Channels that are written to at the same time by one process; one message each. */
const maxChannels = 16
/** How often a process looks without being woken: for retries, and for what a dead process left. */
const restMs = secondMs
const pauseAfterErrorMs = 2 * secondMs
/** A channel's own limit is 10 s; this one ends whatever forgot to have one, well before the claim does. */
const attemptLimitMs = 20 * secondMs

/**
 * Sends what is due, in every process: the claim is a row, so that no two send the same. A process that dies while it sends
 * is followed by another attempt under the same id, marked as a possible repeat.
 */
export class Deliverer {
  readonly #ctx: Context = systemContext('alerts')
  readonly #sending = new Map<string, Promise<void>>()
  #stop = new AbortController()
  #run: Promise<void> | undefined
  #wake = Promise.withResolvers<void>()

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    const { signal } = this.#stop
    this.#run = Promise.all([this.#loop(signal), listen(deliveriesChannel, () => this.#wake.resolve(), signal)]).then(
      () => {},
    )
  }

  /** Takes nothing new and waits for what is being sent. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake.resolve()
    await this.#run
    await Promise.all(this.#sending.values())
    this.#run = undefined
  }

  /** Sends everything that is due now and resolves when it is written down how that went. Answers how many were sent. */
  async deliverDue(): Promise<number> {
    let sent = 0
    for (let claimed = await this.#begin(); claimed.length > 0; claimed = await this.#begin()) {
      sent += claimed.length
      await Promise.all(claimed.map(async ({ channelId }) => this.#sending.get(channelId)))
    }
    return sent
  }

  async #begin(): Promise<Claimed[]> {
    const free = maxChannels - this.#sending.size
    if (free <= 0) return []
    const claimed = await claimDue(this.#ctx, [...this.#sending.keys()], free)
    for (const delivery of claimed) {
      const sending = this.#deliver(delivery).finally(() => {
        this.#sending.delete(delivery.channelId)
        // The next one for this channel may be waiting.
        this.#wake.resolve()
      })
      this.#sending.set(delivery.channelId, sending)
    }
    return claimed
  }

  /** Never rejects: an outcome that cannot be written is found by whoever takes the claim over. */
  async #deliver(delivery: Claimed): Promise<void> {
    // Its lines, its calls and what follows from it belong to the chain that it tells of.
    const { correlationId } = delivery
    const ctx = systemContext('alerts', correlationId === null ? {} : { correlationId })
    return runInContext(ctx, () => this.#deliverIn(ctx, delivery))
  }

  async #deliverIn(ctx: Context, delivery: Claimed): Promise<void> {
    const outcome = await attempt(delivery)
    const { id, channelId, kind } = delivery
    try {
      const isOurs = await settle(ctx, delivery, outcome)
      if (!isOurs) logger.warn('ALERT_DELIVERY_TAKEN_OVER', { deliveryId: id, channelId })
      else if (outcome.kind === 'failed')
        logger.warn('ALERT_DELIVERY_FAILED', {
          deliveryId: id,
          channelId,
          kind,
          attempt: delivery.attempt,
          reason: outcome.error,
        })
    } catch (error) {
      logger.error('ALERT_DELIVERY_UNRECORDED', {
        deliveryId: id,
        channelId,
        code: classifyDbError(error)?.logCode,
        error,
      })
    }
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = Promise.withResolvers<void>()
      const claimed = await this.#begin().catch((error: unknown) => {
        logger.warn('ALERT_DELIVERY_WAITS', { code: classifyDbError(error)?.logCode, error })
        return undefined
      })
      if (claimed && claimed.length > 0) continue
      const pauseMs = claimed ? restMs : pauseAfterErrorMs
      await Promise.race([sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {}), this.#wake.promise])
    }
  }
}

async function attempt(delivery: Claimed): Promise<Outcome> {
  const startedMs = performance.now()
  const since = () => performance.now() - startedMs
  try {
    const { responseStatus } = await sendThrough(delivery.channelId, delivery.message, {
      deliveryId: delivery.id,
      isMaybeRepeated: delivery.isMaybeRepeated,
      toldTo: delivery.toldTo,
      signal: AbortSignal.timeout(attemptLimitMs),
    })
    return { kind: 'sent', responseStatus, durationMs: since() }
  } catch (error) {
    if (error instanceof ChannelGone)
      return { kind: 'gone', responseStatus: null, durationMs: since(), error: error.message }
    if (!(error instanceof DeliveryError))
      logger.error('ALERT_CHANNEL_BROKEN', { channelId: delivery.channelId, error })
    const known = error instanceof DeliveryError ? error : undefined
    return {
      kind: 'failed',
      responseStatus: known?.responseStatus ?? null,
      durationMs: since(),
      error: known?.message ?? 'The channel failed in a way that it does not know',
      isPermanent: known?.isPermanent ?? false,
      retryAfterMs: known?.retryAfterMs,
      toldTo: known?.toldTo,
    }
  }
}

/** The deliverer of this process. */
export const getDeliverer = (): Deliverer => processSingleton('alerts.deliverer', () => new Deliverer())
