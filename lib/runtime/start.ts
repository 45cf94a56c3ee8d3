import { getSealer } from '../audit/ledger/sealer'
import { getWriter } from '../audit/write/writer'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import { watchRequests } from './requests'

/**
 * Starts what runs beside the requests. Called by instrumentation.ts under any server and before that by
 * `daybook start`, whose first request may be quicker than Next; only the first call does anything.
 */
export function startRuntime(): void {
  processSingleton('runtime.started', () => {
    watchRequests()
    // Logged and survived: one broken callback must not end everybody's requests.
    process.on('unhandledRejection', (error) => logger.error('UNHANDLED_REJECTION', { error }))
    process.on('uncaughtException', (error) => logger.error('UNCAUGHT_EXCEPTION', { error }))
    // Beside the start and not before it: what was spooled waits safely.
    getWriter()
      .adopt()
      .catch((error: unknown) => logger.error('AUDIT_SPOOL_UNREADABLE', { error }))
    getSealer().start()
    return true
  })
}
