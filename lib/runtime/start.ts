import { getSealer } from '../audit/ledger/sealer'
import { getWriter } from '../audit/write/writer'
import { env } from '../env'
import { logger } from '../logger'
import { getRequestWriter } from '../metrics/request-writer'
import { processSingleton } from '../singleton'
import { startInstance } from './instance'
import { startLoops } from './loops'
import { watchRequests } from './requests'
import { watchUnhandled } from './unhandled'

/**
 * Starts what runs beside the requests, background work included unless WORKER is off. Called by instrumentation.ts under any
 * server and before that by `daybook start`, whose first request may be quicker than Next; only the first call does anything.
 */
export function startRuntime(): void {
  startOnce(() => {
    watchRequests()
    getRequestWriter().start()
    const isWorking = env().WORKER === 'on'
    startInstance(isWorking ? 'app' : 'web')
    if (isWorking) getSealer().start()
    startLoops({ isWorking })
  })
}

/** The same without requests, for a process that only does background work. */
export function startWorker(): void {
  startOnce(() => {
    startInstance('worker')
    getSealer().start()
    startLoops({ isWorking: true })
  })
}

function startOnce(start: () => void): void {
  processSingleton('runtime.started', () => {
    watchUnhandled()
    // Beside the start and not before it: what was spooled waits safely.
    getWriter()
      .adopt()
      .catch((error: unknown) => logger.error('AUDIT_SPOOL_UNREADABLE', { error }))
    start()
    return true
  })
}
