import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { AuditAction, logSuccess } from '../audit'
import { setEnv } from '../env'
import { useDatabase } from '../testing/database'
import { drain } from './drain'
import { startRuntime } from './start'

const db = useDatabase()
const rows = (sql: string) => db.ownerQuery(sql)

it('with WORKER=off a process is there and records, but seals nothing and runs no job', async () => {
  setEnv({ WORKER: 'off', LOG_LEVEL: 'error' })
  startRuntime()
  await expect.poll(() => rows('SELECT "role" FROM "Instance"'), { timeout: 10_000 }).toEqual([{ role: 'web' }])
  await logSuccess(AuditAction.LOGIN, 'An event')
  await sleep(1_500)
  expect(await rows('SELECT 1 FROM "AuditLeaf"')).toEqual([])
  expect(await rows('SELECT 1 FROM "Job"')).toEqual([])
  await drain(undefined, 'SIGTERM', async () => {})
  expect(await rows(`SELECT 1 FROM "AuditLog" WHERE "action" = 'SYSTEM_STOPPED'`)).toHaveLength(1)
  setEnv({ WORKER: '' })
})
