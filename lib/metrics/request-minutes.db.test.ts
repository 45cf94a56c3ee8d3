import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dayMs, minuteMs } from '../clock'
import { getDb } from '../db'
import { setEnv } from '../env'
import { uuidv7 } from '../ids'
import { instanceId } from '../instance-id'
import { useDatabase } from '../testing/database'
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy'
import { costliestRoute, durationMinutes, percentile, requestMinutes, requestTotals } from './read-minutes'
import { RequestCounts } from './request-counts'
import { getRequestWriter, RequestWriter, recordRequest } from './request-writer'
import { writeMinutes } from './write-minutes'

const database = useDatabase()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url })
})
afterAll(() => proxy.close())
beforeEach(() => database.ownerQuery('TRUNCATE "RequestMinute", "RequestTotal"'))

const thisMinute = Math.floor(Date.now() / minuteMs) * minuteMs
const ago = (minutes: number) => new Date(thisMinute - minutes * minuteMs)
const last = (minutes: number) => ({ from: ago(minutes), to: ago(0) })

type Request = { minutesAgo?: number; method?: string; route?: string; status?: number; ms?: number | undefined }

/** Writes requests as another process with this id would. */
async function served(id: string, requests: readonly Request[]): Promise<void> {
  const counts = new RequestCounts()
  for (const { minutesAgo = 1, method = 'GET', route = '/api/leads', status = 200, ...rest } of requests)
    counts.record(ago(minutesAgo).getTime(), method, route, status, 'ms' in rest ? rest.ms : 10)
  await writeMinutes(id, Date.now(), counts.take())
}

const repeat = (times: number, request: Request) => Array.from({ length: times }, () => request)
const rows = () =>
  database.ownerQuery<{ method: string; route: string; count: number; errors: number; totalMs: number }>(
    `SELECT "method", "route", sum("count")::int AS count, sum("errors")::int AS errors, sum("totalMs")::int AS "totalMs"
     FROM "RequestMinute" GROUP BY 1, 2 ORDER BY 2, 1`,
  )
const totals = () =>
  database.ownerQuery<{ at: Date; count: number; errors: number }>(
    `SELECT "at", "count", "errors" FROM "RequestTotal" ORDER BY "at"`,
  )

test('two instances are one service: requests, failures and durations are summed', async () => {
  const [a, b] = [uuidv7(), uuidv7()]
  await served(a, [...repeat(90, { ms: 10 }), ...repeat(3, { status: 500, ms: 60 })])
  await served(b, [...repeat(7, { ms: 1_400, minutesAgo: 2 })])
  expect(await requestMinutes(getDb(), last(5))).toEqual([
    { at: ago(2), requests: 7, errors: 0 },
    { at: ago(1), requests: 93, errors: 3 },
  ])
  expect(await percentile(getDb(), { ...last(5), p: 0.9 })).toEqual({ ms: 10, requests: 100 })
  const { ms } = await percentile(getDb(), { ...last(5), p: 0.95 })
  expect(ms).toBeGreaterThan(1_000)
  expect(ms).toBeLessThanOrEqual(1_500)
  expect(await percentile(getDb(), { from: ago(3), to: ago(2), p: 0.5 })).toMatchObject({ requests: 7 })
  expect((await durationMinutes(getDb(), last(5))).map(({ buckets }) => buckets.reduce((x, y) => x + y))).toEqual([
    7, 93,
  ])
})

test('a minute that is written again grows by what is new', async () => {
  const id = uuidv7()
  await served(id, repeat(2, { ms: 400 }))
  await served(id, [{ ms: 2_500, status: 503 }, { method: 'POST' }])
  expect(await rows()).toEqual([
    { method: 'GET', route: '/api/leads', count: 3, errors: 1, totalMs: 3_300 },
    { method: 'POST', route: '/api/leads', count: 1, errors: 0, totalMs: 10 },
  ])
  expect(await totals()).toEqual([{ at: ago(1), count: 4, errors: 1 }])
  expect(await percentile(getDb(), { ...last(5), p: 1 })).toEqual({ ms: 3_000, requests: 4 })
})

test('probes are counted under their own names and are no part of what rules look at; a stream has no duration', async () => {
  await served(uuidv7(), [
    ...repeat(50, { route: '/ready', status: 503, ms: 2_000 }),
    { route: '/api/audit-logs/stream', ms: undefined },
    { ms: 20 },
  ])
  expect((await rows()).find(({ route }) => route === '/ready')).toMatchObject({ count: 50, errors: 50 })
  expect(await requestMinutes(getDb(), last(5))).toEqual([{ at: ago(1), requests: 2, errors: 0 }])
  expect(await percentile(getDb(), { ...last(5), p: 1 })).toEqual({ ms: 20, requests: 1 })
  expect(await costliestRoute(getDb(), last(5))).toEqual({
    method: 'GET',
    route: '/api/leads',
    requests: 1,
    averageMs: 20,
  })
})

test('windows end with the running minute and tell when failures began and ended', async () => {
  await served(uuidv7(), [
    { minutesAgo: 70, status: 500 },
    { minutesAgo: 59, status: 500 },
    { minutesAgo: 5 },
    { minutesAgo: 4, status: 500 },
    { minutesAgo: 0 },
  ])
  expect(await requestTotals(getDb(), { to: new Date(thisMinute + 30_000), windowMinutes: [60, 5, 1] })).toEqual([
    { minutes: 1, requests: 1, errors: 0, firstErrorAt: null, lastErrorAt: null },
    { minutes: 5, requests: 2, errors: 1, firstErrorAt: ago(4), lastErrorAt: ago(4) },
    { minutes: 60, requests: 4, errors: 2, firstErrorAt: ago(59), lastErrorAt: ago(4) },
  ])
})

test('no requests are no failures and no percentile', async () => {
  expect(await percentile(getDb(), { ...last(5), p: 0.95 })).toEqual({ ms: null, requests: 0 })
  expect(await requestTotals(getDb(), { to: ago(0), windowMinutes: [5] })).toMatchObject([{ requests: 0, errors: 0 }])
  expect(await requestMinutes(getDb(), last(5))).toEqual([])
  expect(await costliestRoute(getDb(), last(5))).toBeUndefined()
})

test('minutes are those of the database’s clock, whatever this host’s says', async () => {
  for (const offMs of [3 * dayMs, -3 * dayMs, 20_000, -20_000]) {
    const counts = new RequestCounts()
    counts.record(thisMinute + offMs, 'GET', '/api/leads', 200, 10)
    await writeMinutes(uuidv7(), Date.now() + offMs, counts.take())
  }
  const [found] = await database.ownerQuery<{ nearest: number; n: number }>(
    `SELECT count(*)::int AS n, max(abs(extract(epoch FROM "at" - $1)))::int AS nearest FROM "RequestTotal"`,
    [new Date(thisMinute)],
  )
  expect(found?.n).toBe(4)
  // To the minute, which the clock of the host may cut elsewhere.
  expect(found?.nearest).toBeLessThanOrEqual(60)
})

test('a process writes under its own id, and what is counted at its end is kept', async () => {
  recordRequest({ method: 'GET', route: '/dashboard/leads/[id]', status: 200, durationMs: 33, correlationId: 'a-test' })
  await getRequestWriter().stop()
  expect(await database.ownerQuery(`SELECT "instanceId", "count" FROM "RequestMinute"`)).toEqual([
    { instanceId: instanceId(), count: 1 },
  ])
})

test('while the database is away counts wait, and arrive whole and once when it is back', async () => {
  const writer = new RequestWriter()
  await proxy.cut()
  for (let round = 0; round < 3; round += 1) {
    writer.counts.record(Date.now(), 'GET', '/api/leads', 503, 5)
    await writer.flush()
  }
  expect(writer.counts.size).toBeGreaterThan(0)
  await proxy.restore()
  writer.counts.record(Date.now(), 'GET', '/api/leads', 200, 5)
  await writer.stop()
  expect(await rows()).toMatchObject([{ route: '/api/leads', count: 4, errors: 3 }])
  expect((await totals()).reduce((sum, { count }) => sum + count, 0)).toBe(4)
  expect(writer.counts.size).toBe(0)
})
