import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as apiHealth from '../../app/api/health/route'
import * as systemHealth from '../../app/api/system/health/route'
import * as health from '../../app/health/route'
import * as ready from '../../app/ready/route'
import { classifyDbError, getPool } from '../db'
import { withClient } from '../db/direct'
import { setEnv } from '../env'
import { useDatabase } from '../testing/database'
import { untilLockWaited } from '../testing/lock-wait'
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy'
import { Readiness, ServerHealth, SystemHealth } from './contract'

const database = useDatabase()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url, HEALTH_PUBLIC_DETAIL: 'minimal' })
})
afterAll(() => proxy.close())

const args = { params: Promise.resolve({}) }
type Routes = { GET: (request: Request, routeArgs: typeof args) => Promise<Response> }

async function get(module: Routes) {
  const startedMs = performance.now()
  const response = await module.GET(new Request('http://localhost/'), args)
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text), tookMs: performance.now() - startedMs }
}

/** /ready and /api/system/health both say that all is well: within 10 s, but for what the machine does besides. */
async function untilWell(): Promise<void> {
  const statuses = async () => (await Promise.all([get(ready), get(systemHealth)])).map(({ status }) => status)
  await expect.poll(statuses, { timeout: 20_000 }).toEqual([200, 200])
}

const internals = /ECONN|terminated|timeout exceeded|127\.0\.0\.1|at .*\.(ts|js):\d|pg|prisma/i

/** More connections than one in the pool, all idle, as after some load. */
async function warmPool(): Promise<void> {
  // One after the other: a busy machine does not open twenty at once in the time that a caller waits for one.
  const clients: pg.PoolClient[] = []
  while (clients.length < 20) clients.push(await getPool().connect())
  for (const client of clients) client.release()
  expect(getPool().idleCount).toBe(20)
}

for (const [how, breakIt] of [
  ['refuses connections', () => proxy.cut()],
  ['swallows every byte', async () => proxy.freeze()],
] as const)
  test(`while the database ${how} it is told within 3 s, and all is well within 10 s of its return`, async () => {
    await warmPool()
    expect((await get(systemHealth)).status).toBe(200)
    await breakIt()
    await sleep(3_050)

    const order: Routes[] = []
    const noted = (module: Routes) => get(module).finally(() => order.push(module))
    const [system, readiness, server, alive] = await Promise.all([
      noted(systemHealth),
      noted(ready),
      noted(apiHealth),
      noted(health),
    ])
    expect([system.status, readiness.status, server.status, alive.status]).toEqual([503, 503, 503, 200])
    // 2 s by the limits of checks and of the probe, or when the silence is noticed; without both 32.
    for (const { tookMs } of [system, readiness, server]) expect(tookMs).toBeLessThan(10_000)
    // Nothing is waited for there: the others are not done before, whatever the machine does besides.
    expect(order[0]).toBe(health)
    const report = SystemHealth.parse(system.body)
    expect(report.status).toBe('unhealthy')
    expect(report.checks.database?.status).toBe('unhealthy')
    expect(report.checks.systemMetrics?.status).toBe('unknown')
    expect(report.checks.memory?.status).toBe('healthy')
    expect(Readiness.parse(readiness.body)).toMatchObject({
      ok: false,
      // A server that is silent is given up by whoever waited first: the check, or who watches the connection.
      db: {
        ok: false,
        code: expect.stringMatching(how === 'refuses connections' ? /^DB_UNREACHABLE$/ : /^DB_(TIMEOUT|UNREACHABLE)$/),
      },
    })
    expect(ServerHealth.parse(server.body)).toMatchObject({
      success: false,
      data: { database: { status: 'unhealthy' } },
    })
    for (const { text } of [system, readiness, server]) expect(text).not.toMatch(internals)

    await proxy.restore()
    await untilWell()
  }, 60_000)

test('probes that are not answered do not use up the pool', async () => {
  await sleep(3_050)
  proxy.freeze()
  await Promise.all([get(systemHealth), get(ready)])
  const pool = getPool()
  await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0)
  await proxy.restore()
  await untilWell()
}, 60_000)

test('a slow query is degraded and told with its time', async () => {
  await sleep(3_050)
  const locked = Promise.withResolvers<void>()
  const slow = withClient(database.ownerUrl(), async (client) => {
    await client.query('BEGIN; LOCK TABLE "AuditLog" IN ACCESS EXCLUSIVE MODE')
    locked.resolve()
    await untilLockWaited(database.ownerUrl(), 1_050)
    await client.query('ROLLBACK')
  })
  await locked.promise
  const { status, body } = await get(systemHealth)
  await slow
  expect(status).toBe(200)
  const { databasePerformance } = SystemHealth.parse(body).checks
  expect(databasePerformance?.status).toBe('degraded')
  expect(Number.parseInt(databasePerformance?.queryTime ?? '', 10)).toBeGreaterThanOrEqual(1_000)
})

test('a query that is never answered ends by itself and is known as an unreachable database', async () => {
  await expect(
    getPool()
      .query({ text: 'SELECT pg_sleep(5)', query_timeout: 100 } as pg.QueryConfig)
      .catch((error: unknown) => Promise.reject(new Error(classifyDbError(error)?.logCode))),
  ).rejects.toThrow('DB_UNREACHABLE')
  expect(getPool().options).toMatchObject({ query_timeout: 32_000, keepAliveInitialDelayMillis: 10_000 })
})
