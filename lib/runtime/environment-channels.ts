import { setTimeout as sleep } from 'node:timers/promises'
import { ensureEnvironmentChannels } from '../alerts/channels'
import { minuteMs } from '../clock'
import { systemContext } from '../context'
import { logger } from '../logger'

const againMs = minuteMs

/** Keeps the channels of SLACK_WEBHOOK_URL and its like in step with the variables that this process has: now, then every minute. */
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
    for (let isFirst = true; !signal.aborted; ) {
      try {
        await ensureEnvironmentChannels(systemContext('start'), { isFirst })
        isFirst = false
      } catch (error) {
        logger.warn('ALERT_CHANNELS_WAIT', { error })
      }
      await sleep(againMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}

const environmentChannels = new EnvironmentChannels()
export const getEnvironmentChannels = () => environmentChannels
