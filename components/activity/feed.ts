import type { AuditEvent } from '@/lib/audit/contract'

/** An event and when a refresh brought it; 0 for what came with the first page or with "Load older". */
export interface FeedEntry {
  event: AuditEvent
  arrivedAt: number
}

/** What is known of the trail: newest first, with the ids behind which more may follow that was not loaded. */
export interface Feed {
  entries: readonly FeedEntry[]
  openAfter: readonly string[]
}

/** Some events in a row, newest first, and whether older ones follow. */
export interface EventPage {
  events: readonly AuditEvent[]
  hasMore: boolean
}

/** A view left open for days keeps this many; older ones are loaded again when asked for. */
const maxEntries = 2_000

/** The feed after a refresh of its newest page. The same object when nothing is new. */
export function withHead(feed: Feed | undefined, page: EventPage, at: number): Feed {
  if (!feed) return merge({ entries: [], openAfter: [] }, page, undefined, 0)
  const merged = merge(feed, page, undefined, at)
  const isSame = merged.entries.length === feed.entries.length && merged.openAfter.join() === feed.openAfter.join()
  return isSame ? feed : trim(merged)
}

/** The feed after loading what follows `after`, one of its open ids. */
export function withOlder(feed: Feed, page: EventPage, after: string): Feed {
  return merge(feed, page, after, 0)
}

/** Ids are UUIDv7 in lower case: their order as text is the order of time. */
function merge(feed: Feed, page: EventPage, after: string | undefined, arrivedAt: number): Feed {
  const known = new Set(feed.entries.map(({ event }) => event.id))
  const added = page.events.filter(({ id }) => !known.has(id)).map((event) => ({ event, arrivedAt }))
  const entries = [...feed.entries, ...added].sort((a, b) => (a.event.id < b.event.id ? 1 : -1))
  const last = page.events.at(-1)?.id
  const isCovered = (id: string) =>
    (after === undefined || id <= after) && (!page.hasMore || last === undefined || id > last)
  const openAfter = feed.openAfter.filter((id) => !isCovered(id))
  if (page.hasMore && last !== undefined && !openAfter.includes(last) && !isInside(feed, last)) openAfter.push(last)
  return { entries, openAfter: openAfter.sort().reverse() }
}

/** Whether an id lies in a part of the feed that is known without gaps. */
function isInside(feed: Feed, id: string): boolean {
  let start: string | undefined
  for (const { event } of feed.entries) {
    start ??= event.id
    const isEnd = feed.openAfter.includes(event.id)
    if (id <= start && id > event.id) return true
    if (id === event.id) return !isEnd
    if (isEnd) start = undefined
  }
  // Below the oldest of a feed that is complete there is nothing unknown.
  return start !== undefined && id <= start
}

function trim(feed: Feed): Feed {
  const last = feed.entries[maxEntries - 1]?.event.id
  if (last === undefined || feed.entries.length === maxEntries) return feed
  const openAfter = feed.openAfter.filter((id) => id > last)
  return { entries: feed.entries.slice(0, maxEntries), openAfter: [...openAfter, last] }
}
