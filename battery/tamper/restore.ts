import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { withClient } from '../../lib/db/direct'
import { migrate } from '../../lib/db/migrate'
import type { World } from '../world'

const root = join(import.meta.dirname, '../..')

/** The same database elsewhere. */
export type Target = { ownerUrl: string; appUrl: string }

/**
 * Copies every table into an empty database as a dump does: the tables first, then their rows, then the triggers (which here
 * are switched off meanwhile). The servers write and read the files themselves, so both are on this machine.
 */
export async function dumpAndRestore(world: World, target: Target): Promise<{ tables: number; rows: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-dump-'))
  // PostgreSQL may run under another account.
  chmodSync(folder, 0o777)
  try {
    const tables = await world.query<{ name: string }>(`SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND relname <> '_prisma_migrations' ORDER BY 1`)
    const file = (name: string) => `'${join(folder, name)}'`
    for (const { name } of tables) await world.query(`COPY (SELECT * FROM "${name}") TO ${file(name)}`)
    await migrate(target)
    const rows = await withClient(target.ownerUrl, async (client) => {
      let count = 0
      await client.query('BEGIN; SET LOCAL session_replication_role = replica')
      await client.query(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')}`)
      for (const { name } of tables) count += (await client.query(`COPY "${name}" FROM ${file(name)}`)).rowCount ?? 0
      await client.query('COMMIT')
      return count
    })
    return { tables: tables.length, rows }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export type Look = { size: number; findings: number; first: string | null }

/** Verifies another database in a process of its own, adds events, seals them and verifies again. */
export async function lookAt(target: Target): Promise<{ before: Look; after: Look }> {
  const words = ['--import', join(root, 'bin/resolve.ts'), join(import.meta.dirname, 'look.ts')]
  const env = { ...process.env, DATABASE_URL: target.appUrl, DATABASE_OWNER_URL: target.ownerUrl, LOG_LEVEL: 'error' }
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { before: Look; after: Look }
}
