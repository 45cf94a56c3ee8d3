import { expect, test } from 'vitest'
import { getPool } from '../db'
import { setEnv } from '../env'
import { CheckResult } from '../health/contract'
import { runChecks } from '../health/run-checks'
import { useDatabase } from '../testing/database'
import { checks } from './checks'

useDatabase()

test('every check has a name of its own, ends in time on a fresh database and says nothing unhealthy', async () => {
  const names = checks.map((check) => check.name)
  expect(new Set(names).size).toBe(names.length)
  for (const check of checks) {
    expect(check.name).toMatch(/^[a-z][A-Za-z]+$/)
    const result = CheckResult.parse(await check.run(AbortSignal.timeout(2_000)))
    expect(result.status, `${check.name}: ${result.message ?? ''}`).not.toBe('unhealthy')
    if (check.whenLate) CheckResult.parse(check.whenLate)
  }
})

test('a check gives its connection back', async () => {
  await runChecks(checks)
  expect(getPool().idleCount).toBe(getPool().totalCount)
  expect(getPool().idleCount).toBeGreaterThan(0)
})

test('the round of checks does not take its own use of the pool for a shortage', async () => {
  const pool = getPool()
  const { max } = pool.options
  pool.options.max = pool.totalCount
  setEnv({ DATABASE_POOL_MAX: String(pool.totalCount) })
  const report = await runChecks([...checks, ...checks.map((check) => ({ ...check, name: `${check.name}Again` }))])
  expect(report.checks.connectionPool?.status).toBe('healthy')
  pool.options.max = max
})
