import { logSuccess } from '../lib/audit'
import { migrationNames, migrationsFolder } from '../lib/db/migration-files'

/**
 * Tells the trail what was done to its database, for whoever asks later what had changed before a failure. Not at the
 * first start: there was no trail, and everything is new. Never throws.
 */
export async function recordMigrations(applied: readonly string[]): Promise<void> {
  const first = migrationNames(migrationsFolder())[0] ?? ''
  if (applied.length === 0 || applied.includes(first)) return
  await logSuccess('MIGRATIONS_APPLIED', `Migrations applied: ${applied.join(', ')}`, {
    metadata: { migrations: applied },
  })
}
