import type { AuditEvent } from '@/lib/audit/contract'

/** An event and when it came; 0 for what came with the first page or with "Load older". */
export interface FeedEntry {
  event: AuditEvent
  arrivedAt: number
}

/** What is known of the trail, newest first. Ids are UUIDv7 in lower case: their order as text is the order of time. */
export interface Feed {
  entries: readonly FeedEntry[]
  /** Ids below which more may follow that was not loaded, highest first; each may, but need not, be an event's. */
  openAfter: readonly string[]
  /** The order of sealing up to which nothing is missing between the entries; null when none of them has a place in it. */
  seenTo: number | null
  /** What came while it is not known what came before it; null while nothing is missing. */
  waiting: readonly AuditEvent[] | null
}

/** Some events in a row, newest first. Nothing is left out above `next`; null when nothing older follows. */
export interface EventPage {
  events: readonly AuditEvent[]
  next: string | null
}

/** A view left open for days keeps this many; older ones are loaded again when asked for. */
const maxEntries = 2_000

const nothing: Feed = { entries: [], openAfter: [], seenTo: null, waiting: null }

/** The feed after a refresh of its newest page. The same object when nothing is new. */
export function withHead(feed: Feed | undefined, page: EventPage, at: number): Feed {
  const merged = merge(feed ?? nothing, page, undefined, feed ? at : 0)
  // A refresh may miss what happened earlier and was recorded late, so that the stream goes on from where it was.
  const seenTo = feed && !feed.waiting ? feed.seenTo : highestSeq(merged.seenTo, page.events)
  const next = withLive({ ...merged, seenTo, waiting: null }, feed?.waiting ?? [], at)
  return feed && isSame(feed, next) ? feed : trim(next)
}

/** The feed after loading what follows `after`, one of its open ids. */
export function withOlder(feed: Feed, page: EventPage, after: string): Feed {
  return merge(feed, page, after, 0)
}

/**
 * The feed with events that the stream told. Each goes where it belongs in time; one from a part that was not loaded
 * is left to the loading of that part. While something is missing they wait for the refresh that brings it.
 */
export function withLive(feed: Feed, events: readonly AuditEvent[], at: number): Feed {
  if (events.length === 0) return feed
  if (feed.waiting) return { ...feed, waiting: [...feed.waiting, ...events].slice(-maxEntries) }
  const newest = feed.entries[0]?.event.id ?? ''
  const top = feed.openAfter[0] ?? ''
  const isOnTop = (id: string) => id > newest && id > top
  const placed = events.filter(({ id }) => isOnTop(id) || isInside(feed, id))
  return trim({ ...feed, entries: joined(feed.entries, placed, at), seenTo: highestSeq(feed.seenTo, events) })
}

/** The feed when too much was missed to be told: what comes after place `lastSeq` waits for the next refresh. */
export function withMissing(feed: Feed, lastSeq: number): Feed {
  return { ...feed, seenTo: lastSeq, waiting: feed.waiting ?? [] }
}

function merge(feed: Feed, page: EventPage, after: string | undefined, arrivedAt: number): Feed {
  const { next } = page
  const isCovered = (id: string) => (after === undefined || id <= after) && (next === null || id > next)
  const openAfter = feed.openAfter.filter((id) => !isCovered(id))
  if (next !== null && !openAfter.includes(next) && !isInside(feed, next)) openAfter.push(next)
  return { ...feed, entries: joined(feed.entries, page.events, arrivedAt), openAfter: openAfter.sort().reverse() }
}

/** Both without doubles, in order. What was sealed or erased since it was shown is renewed in its place. */
function joined(entries: readonly FeedEntry[], events: readonly AuditEvent[], arrivedAt: number): FeedEntry[] {
  const incoming = new Map(events.map((event) => [event.id, event]))
  const kept = entries.map((entry) => {
    const event = incoming.get(entry.event.id)
    incoming.delete(entry.event.id)
    return event && isNewerState(entry.event, event) ? { ...entry, event } : entry
  })
  if (incoming.size === 0) return kept
  const added = [...incoming.values()].map((event) => ({ event, arrivedAt }))
  return [...kept, ...added].sort((a, b) => (a.event.id < b.event.id ? 1 : -1))
}

function isNewerState(known: AuditEvent, now: AuditEvent): boolean {
  return (known.seq === null && now.seq !== null) || (known.erasedAt === null && now.erasedAt !== null)
}

/** Whether what stands right below an id is known: whether it lies between an entry and the end of its part. */
function isInside(feed: Feed, id: string): boolean {
  const end = feed.openAfter.find((open) => open < id)
  const above = feed.openAfter.findLast((open) => open >= id)
  // Between two open ids everything down to the lower one is known from the first entry on.
  const start = feed.entries.find(({ event }) => above === undefined || event.id < above)?.event.id
  return start !== undefined && id <= start && (end === undefined || start >= end)
}

function highestSeq(known: number | null, events: readonly AuditEvent[]): number | null {
  return events.reduce<number | null>(
    (highest, { seq }) => (seq !== null && seq > (highest ?? -1) ? seq : highest),
    known,
  )
}

function isSame(before: Feed, after: Feed): boolean {
  return (
    before.waiting === after.waiting &&
    before.openAfter.join() === after.openAfter.join() &&
    before.entries.length === after.entries.length &&
    before.entries.every((entry, index) => entry === after.entries[index])
  )
}

function trim(feed: Feed): Feed {
  const last = feed.entries[maxEntries - 1]?.event.id
  if (last === undefined || feed.entries.length === maxEntries) return feed
  const openAfter = feed.openAfter.filter((id) => id > last)
  return { ...feed, entries: feed.entries.slice(0, maxEntries), openAfter: [...openAfter, last] }
}

/** The time that a UUIDv7 carries. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

/** The first open id below each shown entry; under null the one above all of them. Others are reached through it. */
export function openBelow(feed: Feed, shown: readonly FeedEntry[]): Map<string | null, string> {
  const below = new Map<string | null, string>()
  for (const open of feed.openAfter) {
    const above = shown.findLast(({ event }) => event.id >= open)?.event.id ?? null
    if (!below.has(above)) below.set(above, open)
  }
  return below
}
