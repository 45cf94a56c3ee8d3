import type pg from 'pg'
import { maxPagedRows } from '../contract'
import type { Order } from '../read/id-range'
import { readMatches, type Wanted } from './read-matches'
import type { SpanQueue } from './span-queue'
import { isBefore } from './spans'

/** When to stop looking; times are of `performance.now`. */
export type Limits = {
  /** So many matches in their order are wanted. */
  enough: number
  /** With enough of them, it goes on counting until this time. */
  countUntilMs: number
  /** Without enough of them, it looks until this time. */
  lookUntilMs: number
}

export type Walk = {
  /** Matches in their order; there is no other before the last of them. */
  ids: string[]
  /** How many matches were seen. */
  seen: number
  /** Where it stopped: all before this id was looked at. Undefined when nothing is left. */
  edge: string | undefined
}

/** Blocks that are read with one query at first, and later. */
const firstBatch = 2
const largestBatch = 16

/** Looks at the spans one after the other until there is enough or nothing left. */
export async function walk(
  client: pg.PoolClient,
  wanted: Wanted,
  queue: SpanQueue,
  order: Order,
  { enough, countUntilMs, lookUntilMs }: Limits,
): Promise<Walk> {
  const matches = new Set<string>()
  const startedMs = performance.now()
  let looked = 0
  for (let batch = firstBatch; ; batch = Math.min(largestBatch, batch * 2)) {
    const spans = await queue.take(batch)
    if (spans.length > 0) for (const id of await readMatches(client, wanted, spans)) matches.add(id)
    looked += spans.length
    const { edge } = queue
    const ids = inOrder(matches, edge, order)
    const now = performance.now()
    const isEnough = ids.length >= enough && (now >= countUntilMs || matches.size > maxPagedRows)
    if (edge === undefined || isEnough || now >= lookUntilMs) return { ids, seen: matches.size, edge }
    // No more than can be looked at in the time that is left for counting.
    if (ids.length >= enough)
      batch = Math.max(1, Math.min(batch, Math.floor(((countUntilMs - now) * looked) / (now - startedMs) / 2)))
  }
}

/** The matches that nothing still to come can stand before. */
function inOrder(matches: ReadonlySet<string>, edge: string | undefined, order: Order): string[] {
  const settled = [...matches].filter((id) => edge === undefined || isBefore(id, edge, order))
  return order === 'desc' ? settled.sort().reverse() : settled.sort()
}
