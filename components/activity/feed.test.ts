import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '@/lib/audit/contract'
import { type EventPage, type Feed, withHead, withOlder } from './feed'
import { sampleEvent } from './sample-event.testing'

/** Events as a history of numbers: the higher, the newer. */
const idOf = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`
const event = (n: number): AuditEvent => sampleEvent({ id: idOf(n) })
const page = (numbers: number[], hasMore = true): EventPage => ({ events: numbers.map(event), hasMore })
const numbers = (feed: Feed) => feed.entries.map((entry) => Number(entry.event.id.slice(-12)))
const open = (feed: Feed) => feed.openAfter.map((id) => Number(id.slice(-12)))

describe('the feed', () => {
  const first = withHead(undefined, page([10, 9, 8]), 1)

  it('starts with the newest page and more behind it', () => {
    expect(numbers(first)).toEqual([10, 9, 8])
    expect(open(first)).toEqual([8])
  })

  it('keeps what it has when a refresh brings nothing, as the same object', () => {
    expect(withHead(first, page([10, 9, 8]), 2)).toBe(first)
  })

  it('adds new events above and marks them with the time they came', () => {
    const next = withHead(first, page([12, 11, 10]), 77)
    expect(numbers(next)).toEqual([12, 11, 10, 9, 8])
    expect(next.entries.map((entry) => entry.arrivedAt)).toEqual([77, 77, 0, 0, 0])
    expect(open(next)).toEqual([8])
  })

  it('puts an event that was recorded late where it happened', () => {
    const sparse = withHead(undefined, page([10, 8, 6]), 1)
    expect(numbers(withHead(sparse, page([10, 9, 8]), 2))).toEqual([10, 9, 8, 6])
    expect(open(withHead(sparse, page([10, 9, 8]), 2))).toEqual([6])
    expect(open(withHead(sparse, page([10, 9, 7]), 2))).toEqual([6])
  })

  it('shows a gap when more happened between two refreshes than one page holds', () => {
    const gapped = withHead(first, page([30, 29, 28]), 2)
    expect(numbers(gapped)).toEqual([30, 29, 28, 10, 9, 8])
    expect(open(gapped)).toEqual([28, 8])
  })

  it('narrows a gap, and closes it when known events are reached', () => {
    const gapped = withHead(first, page([14, 13]), 2)
    expect(open(gapped)).toEqual([13, 8])
    expect(open(withOlder(gapped, page([12]), idOf(13)))).toEqual([12, 8])
    const closed = withOlder(gapped, page([12, 11, 10]), idOf(13))
    expect(numbers(closed)).toEqual([14, 13, 12, 11, 10, 9, 8])
    expect(open(closed)).toEqual([8])
  })

  it('closes a gap with a page that reaches beyond all that was known', () => {
    const gapped = withHead(first, page([14, 13]), 2)
    const closed = withOlder(gapped, page([12, 11, 10, 9, 8, 7]), idOf(13))
    expect(open(closed)).toEqual([7])
  })

  it('loads older events until there are none', () => {
    const older = withOlder(first, page([7, 6, 5]), idOf(8))
    expect(open(older)).toEqual([5])
    const end = withOlder(older, page([4], false), idOf(5))
    expect(numbers(end)).toEqual([10, 9, 8, 7, 6, 5, 4])
    expect(open(end)).toEqual([])
    expect(open(withHead(end, page([11, 10, 9]), 3))).toEqual([])
  })

  it('ends when exactly a full page was left and the next one is empty', () => {
    expect(open(withOlder(first, page([], false), idOf(8)))).toEqual([])
  })

  it('drops no events but the oldest when it is left open for days', () => {
    let feed = first
    for (let n = 11; n < 3_000; n += 40)
      feed = withHead(feed, page(Array.from({ length: 50 }, (_, i) => n + 39 - i).filter((each) => each > 7)), n)
    expect(feed.entries).toHaveLength(2_000)
    expect(open(feed)).toEqual([numbers(feed).at(-1)])
  })
})
