import { setTimeout as sleep } from 'node:timers/promises'
import { logger } from '../../logger'

/** Whether somebody may still see what is being sent. */
export type Access = {
  /** False while it could not be asked for a while: nothing may be sent then. */
  isSure(): boolean
}

/** Asks again every `everyMs` until `signal` fires and calls `lost` at the first no. A failing question is no answer. */
export function watchAccess(
  isAllowed: () => Promise<boolean>,
  { everyMs, lost, signal }: { everyMs: number; lost: () => void; signal: AbortSignal },
): Access {
  let sureAtMs = performance.now()
  const watch = async () => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      try {
        if (!(await isAllowed())) return lost()
        sureAtMs = performance.now()
      } catch (error) {
        logger.debug('A stream could not be asked for its session', { error })
      }
    }
  }
  void watch()
  return { isSure: () => performance.now() - sureAtMs < 2 * everyMs }
}
