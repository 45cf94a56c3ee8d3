import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '@/lib/audit/contract'
import { type EventPage, type Feed, openBelow, withHead, withLive, withMissing, withOlder } from './feed'
import { sampleEvent } from './sample-event.testing'

/** Events as a history of numbers: the higher, the newer. */
const idOf = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`
const event = (n: number, seq: number | null = null): AuditEvent => sampleEvent({ id: idOf(n), seq })
const page = (numbers: number[], hasMore = true): EventPage => ({
  events: numbers.map((n) => event(n)),
  next: hasMore ? idOf(numbers.at(-1) ?? 0) : null,
})
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

describe('the feed with a stream', () => {
  const first = withHead(undefined, page([30, 20, 10]), 1)
  const sealed = (...places: [n: number, seq: number][]) => places.map(([n, seq]) => event(n, seq))

  it('puts a new event on top with the time it came', () => {
    const next = withLive(first, sealed([40, 7]), 99)
    expect(numbers(next)).toEqual([40, 30, 20, 10])
    expect(next.entries.map((entry) => entry.arrivedAt)).toEqual([99, 0, 0, 0])
    expect(open(next)).toEqual([10])
  })

  it('puts a late event where it happened', () => {
    expect(numbers(withLive(first, sealed([25, 7], [15, 8]), 99))).toEqual([30, 25, 20, 15, 10])
  })

  it('does not double what is shown, and learns its place in the order of sealing', () => {
    const next = withLive(first, sealed([20, 7]), 99)
    expect(numbers(next)).toEqual([30, 20, 10])
    expect(next.entries.map(({ event: { seq }, arrivedAt }) => [seq, arrivedAt])).toEqual([
      [null, 0],
      [7, 0],
      [null, 0],
    ])
    expect(next.entries[0]).toBe(first.entries[0])
  })

  it('leaves what belongs below the loaded part to "Load older"', () => {
    expect(numbers(withLive(first, sealed([5, 7]), 99))).toEqual([30, 20, 10])
    const whole = withHead(undefined, page([30, 20, 10], false), 1)
    expect(numbers(withLive(whole, sealed([5, 7]), 99))).toEqual([30, 20, 10, 5])
  })

  it('leaves what belongs into a gap to the loading of the gap, so that nothing else in it is lost', () => {
    const gapped = withHead(first, page([60, 50]), 2)
    expect(open(gapped)).toEqual([50, 10])
    const told = withLive(gapped, sealed([40, 7], [55, 8]), 99)
    expect(numbers(told)).toEqual([60, 55, 50, 30, 20, 10])
    expect(numbers(withOlder(told, page([45, 40, 35, 30]), idOf(50)))).toEqual([60, 55, 50, 45, 40, 35, 30, 20, 10])
  })

  it('starts with the first event ever', () => {
    expect(numbers(withLive(withHead(undefined, page([], false), 1), sealed([1, 0]), 2))).toEqual([1])
  })

  it('knows up to which place it has seen everything: from its first page and the stream, not from refreshes', () => {
    expect(first.seenTo).toBe(null)
    const begun = withHead(undefined, { events: [event(2, 5), event(1, 9)], next: null }, 1)
    expect(begun.seenTo).toBe(9)
    expect(withHead(begun, { events: [event(3, 12)], next: idOf(3) }, 2).seenTo).toBe(9)
    expect(withLive(begun, sealed([3, 12]), 2).seenTo).toBe(12)
  })

  it('lets events wait while something before them is missing, and shows the gap that a refresh could not close', () => {
    const missing = withLive(withMissing(first, 500), sealed([90, 501]), 3)
    expect(numbers(missing)).toEqual([30, 20, 10])
    const closed = withHead(missing, page([80, 70, 60, 50, 40, 30, 20]), 4)
    expect(numbers(closed)).toEqual([90, 80, 70, 60, 50, 40, 30, 20, 10])
    expect(open(closed)).toEqual([10])
    const gapped = withHead(missing, page([80, 70]), 4)
    expect(numbers(gapped)).toEqual([90, 80, 70, 30, 20, 10])
    expect([open(gapped), gapped.seenTo, gapped.waiting]).toEqual([[70, 10], 501, null])
  })

  it('goes back to the place that a database put back to an earlier state has', () => {
    const begun = withHead(undefined, { events: [event(2, 900)], next: null }, 1)
    expect(withHead(withMissing(begun, 40), { events: [event(2, 38)], next: null }, 2).seenTo).toBe(40)
  })

  it('drops no events but the oldest in a burst', () => {
    const burst = Array.from({ length: 2_500 }, (_, n) => event(1_000 + n, n))
    const full = withLive(first, burst, 5)
    expect(full.entries).toHaveLength(2_000)
    expect(open(full)).toEqual([numbers(full).at(-1)])
  })
})

describe('the feed of a search', () => {
  it('can be empty and not at its end, and says how far it looked', () => {
    const edge = { events: [], next: idOf(50) }
    const searched = withHead(undefined, edge, 1)
    expect(openBelow(searched, searched.entries)).toEqual(new Map([[null, idOf(50)]]))
    const further = withOlder(searched, { events: [event(40)], next: idOf(33) }, idOf(50))
    expect(openBelow(further, further.entries)).toEqual(new Map([[idOf(40), idOf(33)]]))
    expect(open(withHead(further, edge, 2))).toEqual([50, 33])
    expect(open(withOlder(further, { events: [], next: null }, idOf(33)))).toEqual([])
  })

  it('keeps out what is told of a part that was not looked through', () => {
    const searched = withHead(undefined, { events: [], next: idOf(50) }, 1)
    expect(numbers(withLive(searched, [event(60, 1), event(40, 2)], 2))).toEqual([60])
  })
})
