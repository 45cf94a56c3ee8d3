import { secondMs } from '../clock'
import { classifyDbError, hasPendingMigrations, ping } from '../db'
import { logger } from '../logger'
import { processSingleton } from '../singleton'
import type { ReadyCode } from './contract'
import { share } from './share'
import { withinLimit } from './time-limit'

const sharedForMs = secondMs
const limitMs = 2 * secondMs

/** What the database answers a probe: how quickly and whether it is ours to use, or why it does not. */
export type DatabaseProbe = { latencyMs: number; isMigrated: boolean } | { code: ReadyCode }

/** The newest probe of this process, at most 1 s old, after 2 s at most. Never throws. */
export function probeDatabase(): Promise<DatabaseProbe> {
  return share('database', sharedForMs, askDatabase)
}

async function askDatabase(): Promise<DatabaseProbe> {
  try {
    const outcome = await withinLimit(limitMs, async (signal) => {
      const queryMs = await ping(signal)
      return { latencyMs: Math.round(queryMs * 10) / 10, isMigrated: await isMigrated() }
    })
    if (outcome !== 'late') return outcome.value
    logger.warn('DB_UNREACHABLE', { code: 'DB_TIMEOUT' })
    return { code: 'DB_TIMEOUT' }
  } catch (error) {
    const code = codeOf(error)
    logger.warn(code, { code, error })
    return { code }
  }
}

function codeOf(error: unknown): ReadyCode {
  const failure = classifyDbError(error)
  if (failure?.kind === 'poolWait') return 'POOLER_WAIT_TIMEOUT'
  return failure ? 'DB_UNREACHABLE' : 'DB_ERROR'
}

/** Asked until it is so: the migrations this version needs do not change while it runs. */
async function isMigrated(): Promise<boolean> {
  const known = processSingleton('health.migrations', () => ({ complete: false }))
  known.complete ||= !(await hasPendingMigrations().catch(noMigrationsYet))
  return known.complete
}

/** An empty database has no list of migrations (42P01), or none that we may read yet (42501): all are missing. */
function noMigrationsYet(error: unknown): true {
  if (error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '42501')) return true
  throw error
}
