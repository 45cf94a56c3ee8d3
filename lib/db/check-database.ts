import type { CheckResult, HealthCheck } from '../health/contract'
import { logger } from '../logger'
import { classifyDbError } from './error-codes'
import { ping } from './ping'

/** Whether the database answers at all. */
export const checkDatabase: HealthCheck = {
  name: 'database',
  whenLate: { status: 'unhealthy', message: 'The database did not answer in time' },
  async run(signal): Promise<CheckResult> {
    try {
      await ping(signal)
      return { status: 'healthy', message: 'Database connection successful' }
    } catch (error) {
      const failure = classifyDbError(error)
      logger.warn(failure?.logCode ?? 'The database refused a probe', { code: failure?.logCode, error })
      return { status: 'unhealthy', message: sentence(failure?.kind) }
    }
  },
}

function sentence(kind: string | undefined): string {
  if (kind === 'unreachable') return 'The database cannot be reached'
  if (kind === 'poolWait') return 'No database connection became free in time'
  return 'The database refuses queries'
}
