import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { useDatabase } from '../testing/database'
import { hasPendingMigrations, migrate, migrationStatus } from './migrate'
import { migrationsFolder } from './migration-files'

const database = useDatabase()
const folder = mkdtempSync(join(resolve('.daybook-test'), 'migrations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.ownerQuery('DROP SCHEMA IF EXISTS other CASCADE')
  await database.ownerQuery('CREATE SCHEMA other')
})

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}

/** A schema of its own, so that these migrations do not meet the real ones. */
const options = () => {
  const inOther = (url: string) => `${url}?options=-c%20search_path%3Dother`
  return { folder, ownerUrl: inOther(database.ownerUrl()), appUrl: inOther(database.appUrl()) }
}

test('migrations apply once, in name order, and are recorded with the SHA-256 of their file', async () => {
  write('2_second', 'INSERT INTO a VALUES (1);')
  write('1_first', 'CREATE TABLE a (b int);')
  expect(await migrate(options())).toEqual({ applied: ['1_first', '2_second'] })
  expect(await migrate(options())).toEqual({ applied: [] })
  const rows = await database.ownerQuery(
    'SELECT *, length(id) AS id_length FROM other."_prisma_migrations" ORDER BY migration_name',
  )
  expect(rows).toMatchObject([
    { migration_name: '1_first', applied_steps_count: 1, logs: null, rolled_back_at: null, id_length: 36 },
    { migration_name: '2_second', applied_steps_count: 1, logs: null, rolled_back_at: null, id_length: 36 },
  ])
  expect(rows[0]?.checksum).toBe(createHash('sha256').update('CREATE TABLE a (b int);').digest('hex'))
})

test('two processes at once apply each migration once', async () => {
  write('1_first', 'CREATE TABLE a (b int); SELECT pg_sleep(0.3);')
  const results = await Promise.all([migrate(options()), migrate(options())])
  expect(results.flatMap((result) => result.applied)).toEqual(['1_first'])
})

test('a failing migration leaves nothing behind, says why, and runs again once it is mended', async () => {
  write('1_first', 'CREATE TABLE a (b int); SELECT 1/0;')
  await expect(migrate(options())).rejects.toThrow('Migration 1_first failed: division by zero')
  expect(await database.ownerQuery(`SELECT to_regclass('other.a') AS a`)).toEqual([{ a: null }])
  expect(await database.ownerQuery('SELECT logs FROM other."_prisma_migrations"')).toEqual([
    { logs: 'division by zero' },
  ])
  write('1_first', 'CREATE TABLE a (b int);')
  expect((await migrate(options())).applied).toEqual(['1_first'])
})

test('an edited or unknown migration stops everything before it changes anything', async () => {
  write('1_first', 'CREATE TABLE a (b int);')
  await migrate(options())
  write('1_first', 'CREATE TABLE a (b bigint);')
  write('2_second', 'CREATE TABLE c (d int);')
  await expect(migrate(options())).rejects.toThrow('the file was edited since: 1_first')
  rmSync(join(folder, '1_first'), { recursive: true })
  await expect(migrate(options())).rejects.toThrow('does not know: 1_first')
  expect(await database.ownerQuery(`SELECT to_regclass('other.c') AS c`)).toEqual([{ c: null }])
})

test('a file marked -- no-transaction may build an index concurrently; failing half-way is reported until mended', async () => {
  write('1_first', 'CREATE TABLE a (b int);')
  write('2_index', '-- no-transaction\nCREATE INDEX CONCURRENTLY a_b ON a (b);\nSELECT 1/0;')
  await expect(migrate(options())).rejects.toThrow('2_index failed')
  await expect(migrate(options())).rejects.toThrow('Failed half-way: 2_index')
  expect(await migrationStatus(options())).toMatchObject({ applied: ['1_first'], failed: ['2_index'] })
  expect(await database.ownerQuery(`SELECT to_regclass('other.a_b') IS NOT NULL AS there`)).toEqual([{ there: true }])
})

test('the application sees which migrations ran and can change nothing about it', async () => {
  write('1_first', 'CREATE TABLE a (b int);')
  await migrate(options())
  await database.ownerQuery('GRANT USAGE ON SCHEMA other TO daybook_app')
  expect(await database.appQuery('SELECT migration_name FROM other."_prisma_migrations"')).toHaveLength(1)
  await expect(database.appQuery('DELETE FROM other."_prisma_migrations"')).rejects.toMatchObject({ code: '42501' })
})

test('a fully migrated database has nothing pending, as the application sees it', async () => {
  expect(await hasPendingMigrations()).toBe(false)
  await database.ownerQuery('DELETE FROM "_prisma_migrations"')
  const expected = (await migrationStatus({ folder: migrationsFolder() })).pending.length > 0
  expect(await hasPendingMigrations()).toBe(expected)
})
