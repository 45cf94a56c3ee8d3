import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { getPool } from '../db'
import { setEnv } from '../env'
import { logger } from '../logger'
import { useDatabase } from '../testing/database'
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy'
import { warmUp } from './warm-up'

const db = useDatabase()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(db.appUrl())
  setEnv({ DATABASE_URL: proxy.url, LOG_LEVEL: 'error' })
  await getPool().query('SELECT 1')
})
afterAll(() => proxy.close())

it('waits for a database that is away for a moment, and says how long', async () => {
  const lines = vi.spyOn(logger, 'info')
  await proxy.cut()
  const warm = warmUp('test.work', 1, new AbortController().signal)
  await sleep(1_000)
  await proxy.restore()
  await warm
  expect(lines.mock.calls).toMatchObject([
    ['JOB_WARM_UP', { job: 'test.work', attempt: 1, durationMs: expect.any(Number) }],
  ])
})

it('gives up at shutdown', async () => {
  await proxy.cut()
  const stop = new AbortController()
  const warm = warmUp('test.work', 1, stop.signal)
  const outcome = expect(warm).rejects.toThrow()
  await sleep(200)
  stop.abort()
  await outcome
  await proxy.restore()
})
