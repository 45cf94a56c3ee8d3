import { expect, test } from 'vitest'
import { RecentEvents } from './recent-events'
import type { SealedEvent } from './sealed-events'

const events = (from: number, to: number, characters = 10): SealedEvent[] =>
  Array.from({ length: to - from }, (_, i) => ({ seq: from + i, event: {} as never, frame: 'x'.repeat(characters) }))
const seqs = (found: SealedEvent[] | undefined) => found?.map(({ seq }) => seq)

test('answers what it has whole, and nothing of what it has in part', () => {
  const recent = new RecentEvents()
  recent.add(events(10, 15), 10, 15)
  recent.add(events(15, 20), 15, 20)
  expect(seqs(recent.slice(13, 17))).toEqual([13, 14, 15, 16])
  expect(recent.slice(20, 20)).toEqual([])
  expect(recent.slice(9, 12)).toBeUndefined()
  expect(recent.slice(18, 21)).toBeUndefined()
})

test('knows a place without an event from one that it never had', () => {
  const recent = new RecentEvents()
  recent.add([...events(0, 2), ...events(3, 5)], 0, 5)
  expect(seqs(recent.slice(1, 5))).toEqual([1, 3, 4])
})

test('begins anew when there is a gap', () => {
  const recent = new RecentEvents()
  recent.add(events(0, 5), 0, 5)
  recent.add(events(50, 55), 50, 55)
  expect(recent.slice(0, 5)).toBeUndefined()
  expect(seqs(recent.slice(50, 55))).toEqual([50, 51, 52, 53, 54])
  recent.add(events(3, 4), 3, 4)
  expect(seqs(recent.slice(3, 4))).toEqual([3])
  expect(recent.slice(50, 55)).toBeUndefined()
})

test('keeps a bounded number and a bounded length', () => {
  const many = new RecentEvents()
  many.add(events(0, 1_500), 0, 1_500)
  expect(many.slice(499, 1_500)).toBeUndefined()
  expect(many.slice(500, 1_500)).toHaveLength(1_000)
  const large = new RecentEvents()
  large.add(events(0, 10, 2 ** 20), 0, 10)
  expect(large.slice(1, 10)).toBeUndefined()
  expect(large.slice(2, 10)).toHaveLength(8)
})

test('forgets what it had and goes on from there', () => {
  const recent = new RecentEvents()
  recent.add(events(0, 5), 0, 5)
  recent.forget()
  expect(recent.slice(0, 5)).toBeUndefined()
  expect(recent.slice(4, 5)).toBeUndefined()
  recent.add(events(5, 8), 5, 8)
  expect(seqs(recent.slice(5, 8))).toEqual([5, 6, 7])
  expect(recent.slice(4, 8)).toBeUndefined()
})
