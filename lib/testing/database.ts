import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, inject, type RunnerTask } from 'vitest'
import { withClient } from '../db/direct'
import { closePool } from '../db/pool'
import { setEnv } from '../env'

/** The database of one test file. */
export type TestDatabase = {
  /** Address of the application's login (the same as DATABASE_URL). */
  appUrl(): string
  /** Address of the owner of the tables (the same as DATABASE_OWNER_URL). */
  ownerUrl(): string
  /** One statement on a connection of its own, as the owner: to arrange rows and to do what nobody may. */
  ownerQuery<R extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, params?: unknown[]): Promise<R[]>
  /** The same with the application's rights, outside the application's pool. */
  appQuery<R extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, params?: unknown[]): Promise<R[]>
}

/**
 * Gives this test file (`*.db.test.ts`) a migrated database of its own. Call it once at the top level.
 * It is dropped when the file passes and kept, with its address printed, when a test fails; the next
 * run removes it.
 */
export function useDatabase(): TestDatabase {
  const { ownerBase, appBase, template } = inject('server')
  const name = `test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`
  const spool = resolve(import.meta.dirname, '../../.daybook-test/spool', name)
  const urls = { app: `${appBase}${name}`, owner: `${ownerBase}${name}` }

  beforeAll(async () => {
    await withClient(`${ownerBase}postgres`, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
    setEnv({
      DATABASE_URL: urls.app,
      DATABASE_OWNER_URL: urls.owner,
      DATABASE_DIRECT_URL: '',
      // An event of a test must never wait for the database of the project's own data folder.
      AUDIT_SPOOL_DIR: spool,
      NEXTAUTH_SECRET: 'a secret for tests only, 32 chars',
      AUDIT_SIGNING_KEY: Buffer.from('a signing key for the tests only').toString('base64'),
      SECRETS_KEY: Buffer.alloc(32, 'test').toString('base64'),
    })
  }, 60_000)

  afterAll(async ({}, suite) => {
    await closePool()
    if (anyFailed(suite.tasks)) {
      process.stderr.write(
        `\n${basename(suite.file.filepath)} failed; its database is kept until the next run: ${urls.owner}\n`,
      )
      return
    }
    rmSync(spool, { recursive: true, force: true })
    await withClient(`${ownerBase}postgres`, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  }, 60_000)

  const query =
    (url: string) =>
    <R extends pg.QueryResultRow>(sql: string, params: unknown[] = []) =>
      withClient(url, async (client) => (await client.query<R>(sql, params)).rows)
  return {
    appUrl: () => urls.app,
    ownerUrl: () => urls.owner,
    appQuery: query(urls.app),
    ownerQuery: query(urls.owner),
  }
}

function anyFailed(tasks: readonly RunnerTask[]): boolean {
  return tasks.some((task) => task.result?.state === 'fail' || ('tasks' in task && anyFailed(task.tasks)))
}
