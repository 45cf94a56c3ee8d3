import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as apiHealth from '../../app/api/health/route'
import * as apiPing from '../../app/api/ping/route'
import * as systemHealth from '../../app/api/system/health/route'
import * as health from '../../app/health/route'
import * as ready from '../../app/ready/route'
import { hourMs } from '../clock'
import { type Actor, systemContext } from '../context'
import { getPool } from '../db'
import { setEnv } from '../env'
import { beginDraining } from '../runtime/lifecycle'
import { useDatabase } from '../testing/database'
import { HealthJson, Liveness, Ping, Readiness, ServerHealth, SystemHealth } from './contract'
import { systemHealthResponse } from './system-health'

const database = useDatabase()
const args = { params: Promise.resolve({}) }

beforeEach(() => void setEnv({ HEALTH_PUBLIC_DETAIL: 'minimal' }))
afterEach(() => void vi.useRealTimers())

type Routes = { GET: (request: Request, routeArgs: typeof args) => Promise<Response> }
const get = (module: Routes, path: string, headers: Record<string, string> = {}) =>
  module.GET(new Request(`http://localhost:3000${path}`, { headers }), args)
const getSystem = (headers: Record<string, string> = {}) => get(systemHealth, '/api/system/health', headers)

test('a missing migration is 503 MIGRATIONS_PENDING at /ready until it is applied', async () => {
  await database.ownerQuery('UPDATE "_prisma_migrations" SET rolled_back_at = now()')
  const before = await get(ready, '/ready')
  expect(before.status).toBe(503)
  expect(Readiness.parse(await before.json())).toEqual({
    ok: false,
    storeBackend: 'postgres',
    db: { ok: false, code: 'MIGRATIONS_PENDING' },
  })
  expect((await get(apiHealth, '/api/health')).status).toBe(200)
  await database.ownerQuery('UPDATE "_prisma_migrations" SET rolled_back_at = NULL')
  await sleep(1_050)
  expect((await get(ready, '/ready')).status).toBe(200)
})

test('/health says that the process is alive', async () => {
  const response = await get(health, '/health', { 'x-request-id': 'my-request-1' })
  expect(response.status).toBe(200)
  expect(response.headers.get('x-request-id')).toBe('my-request-1')
  const body = await response.json()
  expect(body).toEqual({ status: 'ok', service: 'daybook', storeBackend: 'postgres' })
  Liveness.parse(body)
})

test('/ready is 200 with the latency of the database', async () => {
  const response = await get(ready, '/ready')
  expect(response.status).toBe(200)
  const body = Readiness.parse(await response.json())
  expect(body).toEqual({ ok: true, storeBackend: 'postgres', db: { ok: true, latencyMs: expect.any(Number) } })
})

test('/api/health has the envelope and the uptime in seconds', async () => {
  const response = await get(apiHealth, '/api/health')
  expect(response.status).toBe(200)
  expect(ServerHealth.parse(await response.json())).toMatchObject({
    success: true,
    message: 'Server is healthy',
    data: { status: 'healthy', environment: 'test', database: { status: 'healthy', latencyMs: expect.any(Number) } },
  })
})

test('/api/ping says pong', async () => {
  const response = await get(apiPing, '/api/ping')
  expect(Ping.parse(await response.json())).toMatchObject({
    success: true,
    data: { message: 'pong' },
    message: 'Server is alive',
  })
})

test('/api/system/health tells strangers status, timings and periods, but no counts', async () => {
  const response = await getSystem()
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('max-age=3')
  const body = SystemHealth.parse(await response.json())
  expect(body.checks.database).toEqual({ status: 'healthy', message: 'Database connection successful' })
  expect(body.checks.databasePerformance).toEqual({
    status: 'healthy',
    queryTime: expect.stringMatching(/^\d+ms$/),
    threshold: '1000ms',
  })
  expect(body.checks.errorRate).toEqual({ status: 'healthy', period: 'last 1 hour' })
  expect(body.checks.systemMetrics).toEqual({ status: 'healthy' })
  expect(body.checks.recentActivity).toEqual({ status: 'healthy', period: 'last 24 hours' })
  const known = ['status', 'message', 'queryTime', 'threshold', 'period']
  for (const check of Object.values(body.checks))
    expect(Object.keys(check ?? {}).filter((k) => !known.includes(k))).toEqual([])
})

test('with HEALTH_PUBLIC_DETAIL=full everybody sees the counts, and no shared cache keeps them', async () => {
  setEnv({ HEALTH_PUBLIC_DETAIL: 'full' })
  const response = await getSystem()
  expect(response.headers.get('cache-control')).toBe('private, max-age=3')
  expect(response.headers.get('vary')).toBe('Accept, Authorization, Cookie')
  const { checks } = SystemHealth.parse(await response.json())
  expect(checks.systemMetrics).toEqual({ status: 'healthy', students: 0, leads: 0, invoices: 0, payments: 0 })
  expect(checks.recentActivity).toMatchObject({ conversions: 0, payments: 0 })
  expect(checks.errorRate).toMatchObject({ errorRate: expect.stringMatching(/^\d+(\.\d+)?%$/), critical: 0, total: 0 })
})

test('counts are for founders and health:read keys, not for staff, admins or other keys', async () => {
  const person = { id: 'p', email: 'p@example.org', name: 'P', sessionId: 's', isSample: false }
  const seenBy = async (actor: Actor) => {
    const ctx = systemContext('test', { actor })
    const response = await systemHealthResponse(ctx, new Request('http://localhost/api/system/health'), [])
    return response.headers.get('cache-control') === 'private, max-age=3'
  }
  expect(await seenBy({ type: 'anonymous' })).toBe(false)
  expect(await seenBy({ type: 'user', role: 'STAFF', ...person })).toBe(false)
  expect(await seenBy({ type: 'user', role: 'ADMIN', ...person })).toBe(false)
  expect(await seenBy({ type: 'user', role: 'FOUNDER', ...person })).toBe(true)
  expect(await seenBy({ type: 'apiKey', id: 'k', name: 'k', scopes: ['metrics:read'] })).toBe(false)
  expect(await seenBy({ type: 'apiKey', id: 'k', name: 'k', scopes: ['health:read'] })).toBe(true)
})

test('Accept: application/health+json gets that format, plain JSON and browsers do not', async () => {
  const response = await getSystem({ accept: 'application/health+json, application/json;q=0.5' })
  expect(response.headers.get('content-type')).toBe('application/health+json')
  const body = HealthJson.parse(await response.json())
  expect(['pass', 'warn']).toContain(body.status)
  expect(Object.keys(body.checks)).toContain('databasePerformance:queryTime')
  for (const accept of ['*/*', 'application/json', 'application/json, application/health+json;q=0.2', 'text/html'])
    expect((await getSystem({ accept })).headers.get('content-type')).toBe('application/json')
})

const timestampOf = async (answer: Response) => SystemHealth.parse(await answer.json()).timestamp

test('a flood of probes is one round of checks per 3 s', async () => {
  // The clock that the age of a report is told by stands still but for the steps made here; all else takes its time.
  vi.useFakeTimers({ toFake: ['performance'] })
  vi.advanceTimersByTime(hourMs)
  const answers = await Promise.all(Array.from({ length: 100 }, () => getSystem()))
  const [timestamp, ...others] = new Set(await Promise.all(answers.map(timestampOf)))
  expect(others).toEqual([])
  vi.advanceTimersByTime(2_999)
  expect(await timestampOf(await getSystem())).toBe(timestamp)
  vi.advanceTimersByTime(1)
  expect(await timestampOf(await getSystem())).not.toBe(timestamp)
})

test('five hundred probes take no more connections from the pool than one round of checks does', async () => {
  let taken = 0
  const count = () => void (taken += 1)
  vi.useFakeTimers({ toFake: ['performance'] })
  // Further than the test above has gone.
  vi.advanceTimersByTime(2 * hourMs)
  getPool().on('acquire', count)
  try {
    await getSystem()
    const ofOneRound = taken
    expect(ofOneRound).toBeGreaterThan(0)
    await Promise.all(Array.from({ length: 500 }, () => getSystem()))
    expect(taken).toBe(ofOneRound)
  } finally {
    getPool().off('acquire', count)
  }
})

test('while the process shuts down /ready is 503 at once, /health stays 200', async () => {
  expect((await get(ready, '/ready')).status).toBe(200)
  beginDraining()
  const response = await get(ready, '/ready')
  expect(response.status).toBe(503)
  expect(Readiness.parse(await response.json())).toMatchObject({ ok: false, db: { code: 'SHUTTING_DOWN' } })
  expect((await get(health, '/health')).status).toBe(200)
})
