import { withDatabase } from '../lib/db/embedded'
import { ensureGenerated } from './build'

/**
 * Runs `fn` with a database that this version can work with, beside a running Daybook or on its own, and gives
 * everything back. The verbs must be imported inside `fn`: they read the generated client, which may not have
 * been there before.
 */
export async function withMigratedDatabase<T>(fn: () => Promise<T>): Promise<T> {
  await ensureGenerated(new AbortController().signal)
  return withDatabase(async () => {
    const { closePool, getPool } = await import('../lib/db/pool')
    try {
      await refuseUnmigrated()
      return await fn()
    } finally {
      // The database may stop before the last connection has said goodbye, which is no news to anybody.
      getPool()
        .removeAllListeners('error')
        .on('error', () => {})
      await closePool()
    }
  })
}

async function refuseUnmigrated(): Promise<void> {
  const { hasPendingMigrations } = await import('../lib/db/migrate')
  const isBehind = await hasPendingMigrations().catch((error: unknown) => {
    // 42P01: not even the table of migrations is there.
    if (error instanceof Error && 'code' in error && error.code === '42P01') return true
    throw error
  })
  if (isBehind)
    throw new Error('The database is not migrated for this version: run "daybook migrate", or start Daybook')
}
