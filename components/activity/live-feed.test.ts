import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AuditEvent } from '@/lib/audit/contract'
import { FakeStream } from './fake-stream.testing'
import type { Feed } from './feed'
import type { ActivityFilters } from './filters'
import { followFeed } from './live-feed'
import { feedQuery, newestQuery, statsQuery } from './queries'
import { sampleEvent } from './sample-event.testing'

const filters: ActivityFilters = {
  view: 'errors',
  search: '',
  within: null,
  action: '',
  source: '',
  actorUserId: '',
  requestId: '',
  correlationId: '',
}
const event = (n: number, seq: number | null = n): AuditEvent =>
  sampleEvent({ id: `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`, seq })

let listed: AuditEvent[]
let asked: string[]
let client: QueryClient
let isAway: boolean

beforeEach(() => {
  FakeStream.install()
  vi.useFakeTimers()
  listed = [event(3), event(2), event(1)]
  asked = []
  isAway = false
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path.replace(/\?.*/, (query) => (query.includes('type=stats') ? ' stats' : '')))
    if (isAway) throw new TypeError('refused')
    return Response.json(path.includes('stats') ? { total: 1 } : { logs: listed, data: listed, pagination: {} })
  })
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
})
afterEach(() => {
  client.clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** The page with its feed and its numbers, both loaded, and the stream open. */
async function follow() {
  const feed = new QueryObserver(client, feedQuery(filters))
  const stops = [feed.subscribe(() => {}), new QueryObserver(client, statsQuery()).subscribe(() => {})]
  await vi.advanceTimersByTimeAsync(0)
  stops.push(followFeed(client, filters, () => {}))
  FakeStream.last.open()
  asked = []
  return { stop: () => stops.forEach((stop) => stop()) }
}
const shown = () =>
  client.getQueryData<Feed>(feedQuery(filters).queryKey)?.entries.map(({ event: { id } }) => Number(id.slice(-12)))

it('asks for the same events as the list, from the place the list has reached', async () => {
  await follow()
  expect(FakeStream.last.url).toBe('/api/audit-logs/stream?severity=WARNING%2CERROR%2CCRITICAL&lastEventId=3')
})

it('shows what it is told without asking for the list', async () => {
  await follow()
  FakeStream.last.tell(event(4))
  expect(shown()).toEqual([4, 3, 2, 1])
  expect(asked).toEqual(['/api/system/audit-logs stats'])
})

it('paints a burst a few times and asks for the numbers every five seconds', async () => {
  await follow()
  let paints = 0
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && query.queryKey[1] === 'feed') paints += 1
  })
  for (let n = 4; n < 104; n += 1) {
    FakeStream.last.tell(event(n))
    await vi.advanceTimersByTimeAsync(20)
  }
  await vi.advanceTimersByTimeAsync(5_000)
  expect(shown()).toHaveLength(103)
  expect(paints).toBeLessThanOrEqual(10)
  expect(asked).toEqual(['/api/system/audit-logs stats', '/api/system/audit-logs stats'])
})

it('asks for the newest trouble only when there is some', async () => {
  await follow()
  new QueryObserver(client, newestQuery('ERROR')).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(0)
  asked = []
  FakeStream.last.tell(event(4))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toEqual(['/api/system/audit-logs stats'])
  FakeStream.last.tell({ ...event(5), severity: 'CRITICAL' })
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual(['/api/system/audit-logs stats', '/api/system/audit-logs stats', '/api/audit-logs'])
})

it('reads the list again after a reset, until it worked, and shows what came meanwhile then', async () => {
  await follow()
  isAway = true
  FakeStream.last.reset(900)
  FakeStream.last.tell(event(950))
  await vi.advanceTimersByTimeAsync(4_999)
  expect(shown()).toEqual([3, 2, 1])
  isAway = false
  listed = [event(940), event(5), event(3), event(2), event(1)]
  await vi.advanceTimersByTimeAsync(1)
  expect(shown()).toEqual([950, 940, 5, 3, 2, 1])
})

it('asks at once whether the server is there when the stream is lost, and again for what failed when it is back', async () => {
  await follow()
  isAway = true
  FakeStream.last.fail(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(client.getQueryState(feedQuery(filters).queryKey)?.status).toBe('error')
  expect(shown()).toEqual([3, 2, 1])
  isAway = false
  FakeStream.last.open()
  await vi.advanceTimersByTimeAsync(0)
  expect(client.getQueryState(feedQuery(filters).queryKey)?.status).toBe('success')
})

it('keeps what came last when it is stopped, and nothing after', async () => {
  const { stop } = await follow()
  FakeStream.last.tell(event(4))
  FakeStream.last.tell(event(5))
  stop()
  expect(shown()).toEqual([5, 4, 3, 2, 1])
  FakeStream.last.tell(event(6))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(shown()).toEqual([5, 4, 3, 2, 1])
})
