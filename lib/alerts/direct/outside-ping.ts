import { setTimeout as sleep } from 'node:timers/promises'
import { minuteMs } from '../../clock'
import { logger } from '../../logger'

type PingOptions = {
  url: string
  /** Whether the database answered and the rules were looked at within the last minute. */
  isWorking: () => boolean
  /** Calls the address; rejects when it was not taken. */
  send: (url: string, signal: AbortSignal) => Promise<unknown>
  everyMs?: number
  withinMs?: number
}

/**
 * Tells a dead-man's switch outside every minute that Daybook works, and says nothing while it does not: the silence is the
 * message. One call at a time; of failures in a row the first is logged, and the end of them.
 */
export class OutsidePing {
  readonly #options: Required<PingOptions>
  #stop = new AbortController()
  #run: Promise<void> | undefined
  #isFailing = false

  constructor(options: PingOptions) {
    this.#options = { everyMs: minuteMs, withinMs: 10_000, ...options }
  }

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    this.#run = this.#loop(this.#stop.signal)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#run
    this.#run = undefined
  }

  async #loop(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const beganMs = performance.now()
      if (this.#options.isWorking()) await this.#ping(stopped)
      const leftMs = Math.max(0, this.#options.everyMs - (performance.now() - beganMs))
      await sleep(leftMs, undefined, { signal: stopped, ref: false }).catch(() => {})
    }
  }

  async #ping(stopped: AbortSignal): Promise<void> {
    const { url, send, withinMs } = this.#options
    try {
      await send(url, AbortSignal.any([stopped, AbortSignal.timeout(withinMs)]))
      if (this.#isFailing) logger.info('HEARTBEAT_PING_BACK')
      this.#isFailing = false
    } catch (error) {
      // The address is a secret of its own, so only its host is named.
      if (!this.#isFailing && !stopped.aborted) logger.warn('HEARTBEAT_PING_FAILED', { host: new URL(url).host, error })
      this.#isFailing = true
    }
  }
}
