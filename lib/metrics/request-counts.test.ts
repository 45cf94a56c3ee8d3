import { expect, test } from 'vitest'
import { minuteMs } from '../clock'
import { type MinuteCells, RequestCounts } from './request-counts'

const noon = Date.parse('2026-11-28T12:00:00Z')

/** What was counted, as lines that a test can read. */
const linesOf = (minutes: Map<number, MinuteCells>) =>
  [...minutes].flatMap(([atMs, cells]) =>
    [...cells].flatMap(([route, byMethod]) =>
      [...byMethod].map(
        ([method, { count, errors }]) => `${(atMs - noon) / minuteMs} ${method} ${route} ${count} ${errors}`,
      ),
    ),
  )

test('requests are counted by the minute they ended in, by method and by route, and taken once', () => {
  const counts = new RequestCounts()
  counts.record(noon, 'GET', '/api/leads', 200, 12)
  counts.record(noon + 59_999, 'GET', '/api/leads', 500, 3_000)
  counts.record(noon + 59_999, 'POST', '/api/leads', 499, 7)
  counts.record(noon + minuteMs, 'GET', '/api/leads', 503, 7)
  const taken = counts.take()
  expect(linesOf(taken)).toEqual(['0 GET /api/leads 2 1', '0 POST /api/leads 1 0', '1 GET /api/leads 1 1'])
  const cell = taken.get(noon)?.get('/api/leads')?.get('GET')
  expect([cell?.totalMs, cell?.buckets.reduce((a, b) => a + b)]).toEqual([3_012, 2])
  expect([counts.size, counts.take().size]).toEqual([0, 0])
  counts.record(noon + 59_999, 'GET', '/api/leads', 200, 1)
  expect(linesOf(counts.take())).toEqual(['0 GET /api/leads 1 0'])
})

test('a request without a duration is counted and part of no percentile', () => {
  const counts = new RequestCounts()
  counts.record(noon, 'GET', '/api/audit-logs/stream', 200, undefined)
  const cell = counts.take().get(noon)?.get('/api/audit-logs/stream')?.get('GET')
  expect([cell?.count, cell?.totalMs, cell?.buckets.reduce((a, b) => a + b)]).toEqual([1, 0, 0])
})

test('no caller can make up labels: unknown methods are one, and so are routes beyond any build', () => {
  const counts = new RequestCounts()
  for (let i = 0; i < 5_000; i += 1) counts.record(noon, `M${i}`, `/r/${i}`, 200, 1)
  const lines = linesOf(counts.take())
  expect(lines.length).toBeLessThanOrEqual(401)
  expect(lines.at(-1)).toBe('0 OTHER other 4600 0')
})

test('what could not be written is there again, together with what came since', () => {
  const counts = new RequestCounts()
  counts.record(noon, 'GET', '/api/leads', 200, 12)
  const taken = counts.take()
  counts.record(noon + 1_000, 'GET', '/api/leads', 500, 40)
  counts.record(noon + minuteMs, 'GET', '/health', 200, 1)
  counts.restore(taken)
  counts.record(noon + minuteMs, 'GET', '/health', 200, 1)
  expect(counts.size).toBe(2)
  const again = counts.take()
  expect(linesOf(again)).toEqual(['0 GET /api/leads 2 1', '1 GET /health 2 0'])
  expect(again.get(noon)?.get('/api/leads')?.get('GET')?.totalMs).toBe(52)
})

test('memory is bounded while the database is away: the oldest minutes are given up, and that is known', () => {
  const counts = new RequestCounts()
  for (let minute = 0; minute < 2_000; minute += 1) {
    for (let route = 0; route < 30; route += 1) counts.record(noon + minute * minuteMs, 'GET', `/r/${route}`, 200, 1)
    if (minute % 7 === 0) counts.restore(counts.take())
  }
  expect(counts.size).toBeLessThanOrEqual(20_030)
  expect(counts.size + counts.dropped).toBe(60_000)
  expect(counts.take().has(noon + 1_999 * minuteMs)).toBe(true)
})
