import type pg from 'pg'
import type { MigrationFile } from './migration-files'

/** A row of `_prisma_migrations` that was not rolled back. */
export type MigrationRecord = { name: string; checksum: string; finished: boolean }

export type MigrationStatus = {
  applied: string[]
  pending: MigrationFile[]
  /** Begun and never finished. */
  failed: string[]
  /** Applied, but the file has other contents now. */
  changed: string[]
  /** Applied, but there is no such file. */
  unknown: string[]
}

/** The table exactly as Prisma's schema engine makes it. */
export async function createRecords(client: pg.Client): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`)
}

/** What the database says was applied; nothing before the first migration. */
export async function readRecords(client: pg.Client): Promise<MigrationRecord[]> {
  const table = await client.query<{ there: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`,
  )
  if (!table.rows[0]?.there) return []
  const { rows } = await client.query<MigrationRecord>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  )
  return rows
}

/** Files against records. */
export function compareMigrations(
  files: readonly MigrationFile[],
  records: readonly MigrationRecord[],
): MigrationStatus {
  const checksums = new Map(files.map((file) => [file.name, file.checksum]))
  const recorded = new Set(records.map((record) => record.name))
  return {
    applied: records.filter((record) => record.finished).map((record) => record.name),
    pending: files.filter((file) => !recorded.has(file.name)),
    failed: records.filter((record) => !record.finished).map((record) => record.name),
    changed: records
      .filter(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum)
      .map(({ name }) => name),
    unknown: records.filter(({ name }) => !checksums.has(name)).map(({ name }) => name),
  }
}
