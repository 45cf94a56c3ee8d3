import { setTimeout as sleep } from 'node:timers/promises'
import { ensureEnvironmentChannels } from '../alerts/channels'
import { secondMs } from '../clock'
import { systemContext } from '../context'
import { logger } from '../logger'

const againMs = 30 * secondMs

/** Brings the channels of SLACK_WEBHOOK_URL and its like in step with the environment, once; again while the database is away. */
class EnvironmentChannels {
  #stop = new AbortController()

  start(): void {
    this.#stop = new AbortController()
    void this.#run(this.#stop.signal)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await ensureEnvironmentChannels(systemContext('start'))
        return
      } catch (error) {
        logger.warn('ALERT_CHANNELS_WAIT', { error })
      }
      await sleep(againMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}

const environmentChannels = new EnvironmentChannels()
export const getEnvironmentChannels = () => environmentChannels
