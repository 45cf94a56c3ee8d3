import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqlStatements } from './sql-statements'

/** One folder of `prisma/migrations`. */
export type MigrationFile = {
  name: string
  /** SHA-256 of the file as hex, as Prisma records it. */
  checksum: string
  /** The whole script when it runs in one transaction, else its statements one by one. */
  steps: readonly string[]
  transactional: boolean
}

/** Where migrations are; found from the working folder, because a bundle has no place of its own. */
export function migrationsFolder(): string {
  return join(/* turbopackIgnore: true */ process.cwd(), 'prisma', 'migrations')
}

/** Names of all migrations in the order in which they apply. */
export function migrationNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
}

/** All migrations in the order in which they apply. */
export function migrationFiles(folder: string): MigrationFile[] {
  return migrationNames(folder).map((name) => {
    const bytes = readFileSync(join(folder, name, 'migration.sql'))
    const script = bytes.toString('utf8')
    const transactional = !/^-- no-transaction\b/.test(script)
    return {
      name,
      checksum: createHash('sha256').update(bytes).digest('hex'),
      steps: transactional ? [script] : sqlStatements(script),
      transactional,
    }
  })
}
