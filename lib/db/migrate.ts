import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { env } from '../env'
import { processSingleton } from '../singleton'
import { withClient } from './direct'
import { type MigrationFile, migrationFiles, migrationNames, migrationsFolder } from './migration-files'
import { compareMigrations, createRecords, type MigrationStatus, readRecords } from './migration-records'
import { getPool } from './pool'
import { ensureQueueTables } from './queue-tables'

export type MigrateOptions = {
  /** Address of the login that owns the tables. Default: DATABASE_OWNER_URL, DATABASE_DIRECT_URL, DATABASE_URL. */
  ownerUrl?: string
  /** Address of the application's login, which gets its rights when it is another one. Default: DATABASE_URL. */
  appUrl?: string
  folder?: string
  /** Told before each migration. */
  onApply?: (name: string) => void
}

/** Prisma's own lock number, so that `prisma migrate deploy` and Daybook keep out of each other's way. */
const lockNumber = 72707369
const lockWaitMs = 120_000
const attempts = 5

/**
 * Applies what is missing, in name order, each file in one transaction (statement by statement when its
 * first line is `-- no-transaction`), recorded as Prisma does. Then makes the tables of the job queue, grants the
 * application's login its rights and makes the partitions due. Safe to call from several processes at once. Throws without
 * changing anything when an applied file was edited, is unknown here, or failed half-way.
 */
export async function migrate(options: MigrateOptions = {}): Promise<{ applied: string[] }> {
  const { ownerUrl, appUrl, folder } = withDefaults(options)
  return withClient(ownerUrl, async (client) => {
    await takeLock(client)
    await createRecords(client)
    await forgetInterrupted(client, folder)
    const status = compareMigrations(migrationFiles(folder), await readRecords(client))
    refuseUnsound(status)
    for (const file of status.pending) {
      options.onApply?.(file.name)
      await applyMigration(client, file)
    }
    await grantApp(client, appUrl)
    await callIfPresent(client, 'daybook_ensure_partitions', [])
    return { applied: status.pending.map((file) => file.name) }
  })
}

/** What is applied, missing or wrong, without changing anything. */
export async function migrationStatus(options: MigrateOptions = {}): Promise<MigrationStatus> {
  const { ownerUrl, folder } = withDefaults(options)
  return withClient(ownerUrl, async (client) => compareMigrations(migrationFiles(folder), await readRecords(client)))
}

/**
 * True when this version needs a migration that the database does not have. One small query through the
 * application's pool; the list of files is read once per process. Throws when the database does not answer.
 */
export async function hasPendingMigrations(): Promise<boolean> {
  const known = processSingleton('db.migrations', () => migrationNames(migrationsFolder()))
  const done = await getPool().query<{ migration_name: string }>({
    name: 'migrations-applied',
    text: 'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  })
  const names = new Set(done.rows.map((row) => row.migration_name))
  return known.some((name) => !names.has(name))
}

function withDefaults(options: MigrateOptions): { ownerUrl: string; appUrl: string; folder: string } {
  const { DATABASE_OWNER_URL, DATABASE_DIRECT_URL, DATABASE_URL } = env()
  const ownerUrl = options.ownerUrl ?? DATABASE_OWNER_URL ?? DATABASE_DIRECT_URL ?? DATABASE_URL
  if (!ownerUrl) throw new Error('Neither DATABASE_OWNER_URL nor DATABASE_URL is set: there is nothing to migrate')
  return { ownerUrl, appUrl: options.appUrl ?? DATABASE_URL ?? ownerUrl, folder: options.folder ?? migrationsFolder() }
}

/** Belongs to the connection and ends with it. Tried again and again rather than waited for: a waiting statement would hold back CREATE INDEX CONCURRENTLY. */
async function takeLock(client: pg.Client): Promise<void> {
  const deadline = Date.now() + lockWaitMs
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockNumber])
    if (rows[0]?.taken) return
    if (Date.now() > deadline) throw new Error(`Another migration has been running for ${lockWaitMs / 1000} s`)
    await sleep(200)
  }
}

/** A transactional file that was cut off left nothing behind but its record: it may run again. */
async function forgetInterrupted(client: pg.Client, folder: string): Promise<void> {
  const names = migrationFiles(folder)
    .filter((file) => file.transactional)
    .map((file) => file.name)
  await client.query(
    'UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL AND migration_name = ANY($1)',
    [names],
  )
}

function refuseUnsound({ changed, unknown, failed }: MigrationStatus): void {
  if (changed.length > 0) {
    throw new Error(
      `Already applied, but the file was edited since: ${changed.join(', ')}. Restore the file and put the change into a new migration.`,
    )
  }
  if (unknown.length > 0) {
    throw new Error(
      `The database has migrations this version does not know: ${unknown.join(', ')}. Run the newer version, or restore a backup from before it.`,
    )
  }
  if (failed.length > 0) {
    throw new Error(
      `Failed half-way: ${failed.join(', ')}. Undo what its statements did (its logs column in "_prisma_migrations" says where it stopped), ` +
        `then run: UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = '${failed[0]}';`,
    )
  }
}

async function applyMigration(client: pg.Client, file: MigrationFile): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    file.checksum,
    file.name,
  ])
  try {
    if (file.transactional) await applyInTransaction(client, file, id)
    else await applyStepByStep(client, file, id)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    await client.query(
      'UPDATE "_prisma_migrations" SET logs = $2, rolled_back_at = CASE WHEN $3 THEN now() END WHERE id = $1',
      [id, reason, file.transactional],
    )
    throw new Error(`Migration ${file.name} failed: ${reason}`, { cause })
  }
}

/** Waits at most 5 s for a table that others use, then lets them through and tries again. */
async function applyInTransaction(client: pg.Client, file: MigrationFile, id: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('BEGIN')
      await client.query(`SELECT set_config('lock_timeout', '5s', true), set_config('daybook.ctx', $1, true)`, [
        contextOf(file),
      ])
      for (const step of file.steps) await client.query(step)
      await finish(client, id, 1)
      await client.query('COMMIT')
      return
    } catch (error) {
      await client.query('ROLLBACK')
      const lockTimeout = error instanceof pg.DatabaseError && error.code === '55P03'
      if (!lockTimeout || attempt >= attempts) throw error
      await sleep(1_000 * attempt)
    }
  }
}

async function applyStepByStep(client: pg.Client, file: MigrationFile, id: string): Promise<void> {
  await client.query(`SELECT set_config('lock_timeout', '60s', false), set_config('daybook.ctx', $1, false)`, [
    contextOf(file),
  ])
  for (const step of file.steps) await client.query(step)
  await client.query(`SELECT set_config('lock_timeout', '0', false), set_config('daybook.ctx', '', false)`)
  await finish(client, id, file.steps.length)
}

/** Tells the row triggers that a migration is at work, not a stray session. */
const contextOf = (file: MigrationFile) => JSON.stringify({ actorType: 'system', id: `migrate:${file.name}` })

async function finish(client: pg.Client, id: string, steps: number): Promise<void> {
  await client.query('UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = $2 WHERE id = $1', [
    id,
    steps,
  ])
}

/** The application may read which migrations ran, for /ready, and never write there. */
async function grantApp(client: pg.Client, appUrl: string): Promise<void> {
  const appLogin = decodeURIComponent(new URL(appUrl).username)
  const login = appLogin === decodeURIComponent(client.user ?? '') ? '' : appLogin
  await ensureQueueTables(client, login || undefined)
  if (login === '') return
  await callIfPresent(client, 'daybook_grant_app', [login])
  const role = client.escapeIdentifier(login)
  await client.query(`REVOKE ALL ON "_prisma_migrations" FROM ${role}`)
  await client.query(`GRANT SELECT ON "_prisma_migrations" TO ${role}`)
}

/** The functions come with the first migration; tests of this file migrate folders without them. */
async function callIfPresent(client: pg.Client, name: string, values: string[]): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_proc WHERE proname = $1 AND pg_function_is_visible(oid)', [name])
  if (!found.rowCount) return
  await client.query(`SELECT ${name}(${values.map((_, index) => `$${index + 1}`).join(', ')})`, values)
}
