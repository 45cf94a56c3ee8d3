import { withDatabase } from '../../lib/db/embedded'
import { migrate, migrationStatus } from '../../lib/db/migrate'
import { type Command, expectNoMore, WrongUse } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { say } from '../say'

const usage = `Usage: daybook migrate [status]

Applies the migrations of prisma/migrations that the database does not have, as the owner
(DATABASE_OWNER_URL, else DATABASE_DIRECT_URL, else DATABASE_URL).

  status    only says what is applied, missing or wrong; exit code 1 when anything is`

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'apply missing migrations, or say which are missing',
  usage,
  async run([verb, ...rest]) {
    expectNoMore(rest)
    if (verb === 'status') return withDatabase(showStatus)
    if (verb !== undefined) throw new WrongUse(`Unknown argument: ${verb}`)
    const { applied } = await withDatabase(() => migrate({ onApply: (name) => say(`applying ${name}`) }))
    if (applied.length > 0) await withMigratedDatabase(() => record(applied))
    say(applied.length === 0 ? 'Nothing to do: the database is up to date.' : `Applied ${applied.length}.`)
    return 0
  },
}

/** Imported only now: it reads the generated client. */
async function record(applied: readonly string[]): Promise<void> {
  const { recordMigrations } = await import('../record-migrations')
  await recordMigrations(applied)
}

async function showStatus(): Promise<number> {
  const status = await migrationStatus()
  const lists = {
    applied: status.applied,
    pending: status.pending.map((file) => file.name),
    failed: status.failed,
    changed: status.changed,
    unknown: status.unknown,
  }
  for (const [word, names] of Object.entries(lists)) for (const name of names) say(`${word.padEnd(8)} ${name}`)
  const { applied: _, ...wrong } = lists
  return Object.values(wrong).some((names) => names.length > 0) ? 1 : 0
}
