import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runInContext, systemContext } from '../context'
import { logger } from '../logger'
import { useDatabase } from '../testing/database'
import { getDb } from './client'
import { getPool } from './pool'
import { withoutLiterals } from './slow-queries'

useDatabase()

const warn = vi.spyOn(logger, 'warn')
beforeEach(() => void warn.mockClear())
afterEach(() => void warn.mockClear())

const ctx = systemContext('test', { requestId: 'request-slow' })
const lines = () => warn.mock.calls.filter(([message]) => message === 'SLOW_QUERY')

it('is told once, by its text and never its values, for Prisma, the pool and a statement that fails', async () => {
  await runInContext(ctx, async () => {
    await Promise.all([
      getDb().$queryRaw`SELECT ${'canary-prisma'}, pg_sleep(${1.1})::text`,
      getPool().query("SELECT 'canary-literal', $1::text, pg_sleep(1.1)", ['canary-value']),
      getPool()
        .query('SELECT $1::int / (pg_sleep(1.1) IS NULL)::int AS broken', [1])
        .catch(() => undefined),
    ])
  })
  expect(lines()).toHaveLength(3)
  for (const [, fields] of lines()) expect(fields?.durationMs).toBeGreaterThan(1_000)
  const queries = lines().map(([, fields]) => String(fields?.query))
  expect(queries.toSorted()).toEqual([
    'SELECT $1, pg_sleep($2)::text',
    'SELECT $1::int / (pg_sleep(?) IS NULL)::int AS broken',
    "SELECT '?', $1::text, pg_sleep(?)",
  ])
  expect(lines().filter(([, fields]) => fields?.failed === true)).toHaveLength(1)
  expect(JSON.stringify(lines())).not.toContain('canary')
})

it('is not told when it is quick', async () => {
  await getDb().user.count()
  await getPool().query('SELECT 1')
  expect(lines()).toEqual([])
})

it('is shown on one line of bounded length, without what was written into it', () => {
  expect(withoutLiterals(`SELECT *\n  FROM "Lead2" WHERE "a1" = 'O''Hara' AND b = $12 AND c > 4.50 LIMIT 20`)).toBe(
    `SELECT * FROM "Lead2" WHERE "a1" = '?' AND b = $12 AND c > ? LIMIT ?`,
  )
  expect(withoutLiterals('DO $body$ secret $body$')).toBe('DO $?$')
  expect(withoutLiterals('x '.repeat(5_000))).toHaveLength(2_000)
})
