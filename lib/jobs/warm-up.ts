import { setTimeout as sleep } from 'node:timers/promises'
import { getPool } from '../db'
import { logger } from '../logger'

const limitMs = 8_000
const pauseMs = 500

/**
 * Waits until the database answers one cheap query, so that a job does not begin on connections that a restart or a failover
 * has cut. Throws what the last try threw when it does not within 8 s.
 */
export async function warmUp(job: string, attempt: number, signal: AbortSignal): Promise<void> {
  const startedMs = performance.now()
  for (let tries = 1; ; tries += 1) {
    try {
      await getPool().query({ name: 'jobs-warm-up', text: 'SELECT 1' })
      const durationMs = Math.round(performance.now() - startedMs)
      logger[tries > 1 ? 'info' : 'debug']('JOB_WARM_UP', { job, attempt, tries, durationMs })
      return
    } catch (error) {
      signal.throwIfAborted()
      if (performance.now() - startedMs > limitMs) throw error
      logger.warn('JOB_WARM_UP', { job, attempt, tries, error })
      await sleep(pauseMs, undefined, { signal, ref: false })
    }
  }
}
