import type pg from 'pg'
import { getPool, onceGivenBack } from '../../db'
import { AppError } from '../../errors'
import { type AuditFilters, maxPagedRows } from '../contract'
import type { FoundPage, Part, Total } from '../read/found-page'
import {
  higher,
  highestId,
  type IdRange,
  idAfter,
  idBefore,
  lower,
  lowestId,
  type Order,
  rangeBehind,
  rangeOf,
} from '../read/id-range'
import { partialScans, scanIds } from '../read/index-scan'
import type { TrailTable } from '../read/trail-table'
import { BlockCursor } from './block-cursor'
import { blockQuery } from './block-query'
import { IdCursor } from './id-cursor'
import type { Wanted } from './read-matches'
import { SpanQueue } from './span-queue'
import { spansOf, unblockedSpans } from './spans'
import { type Limits, type Walk, walk } from './walk'
import { normalized, wordsOf } from './words'

/** Milliseconds that a search may spend on the total once the page is full. */
const countMs = 100
/** Milliseconds after which a search answers with what it has; the reader goes on with the cursor. */
const lookMs = 5_000
/** A part of the filters that finds fewer events than this by an index is looked through without the blocks. */
const maxListed = 2_000

export type SearchPage = { table: TrailTable; filters: AuditFilters; part: Part; isCounted: boolean }

/**
 * A page of the events that match all of the filters, each word of `search` being the beginning of a word of the event.
 * The page may be shorter than `limit`, even empty, when little was found for five seconds: as long as there is a
 * `nextCursor` there is more to look at. The total is exact when it could be counted in 100 ms or so, else capped.
 */
export async function searchPage({ table, filters, part, isCounted }: SearchPage): Promise<FoundPage & Total> {
  const { dateFrom: _from, dateTo: _to, search, ...exact } = filters
  const words = search === undefined ? [] : [...new Set(wordsOf(normalized(search)))]
  // Signs are between words: there is nothing to look for.
  if (search !== undefined && words.length === 0) return { ids: [], nextCursor: null, total: 0, isCapped: false }
  const all = rangeOf(filters)
  const { order, cursor } = part
  const startedMs = performance.now()
  const limits = { enough: (part.skip ?? 0) + part.limit + 1, lookUntilMs: startedMs + lookMs }
  const [found, counted] = await inSnapshot(async (client) => {
    const look = async (range: IdRange, limits: Limits) =>
      lookThrough(
        client,
        { table, filters: exact, words, range: await rangeOfTable(client, table, range) },
        order,
        limits,
      )
    const whole = { ...limits, countUntilMs: startedMs + (isCounted ? countMs : 0) }
    if (cursor === undefined) return [await look(all, whole), undefined]
    const found = await look(rangeBehind(all, cursor, order), { ...limits, countUntilMs: startedMs })
    return [found, isCounted ? await look(all, { ...whole, enough: 0 }) : undefined]
  })
  const page = pageOf(part, found)
  return { ...page, ...totalOf(counted ?? found, (part.skip ?? 0) + page.ids.length) }
}

function pageOf({ skip = 0, limit, order }: Part, found: Walk): FoundPage {
  const ids = found.ids.slice(skip, skip + limit)
  if (found.ids.length > skip + limit) return { ids, nextCursor: ids.at(-1) ?? null }
  if (found.edge === undefined) return { ids, nextCursor: null }
  if (skip > 0)
    throw new AppError('INVALID_INPUT', 'This page is too far behind; go on with the cursor of the last answer.', {
      problems: [{ detail: 'Too deep for a page number; use cursor', pointer: '?page' }],
    })
  // Behind this cursor the edge itself still comes.
  return { ids, nextCursor: order === 'desc' ? idAfter(found.edge) : idBefore(found.edge) }
}

function totalOf({ seen, edge }: Walk, shown: number): Total {
  return { total: Math.min(Math.max(seen, shown), maxPagedRows), isCapped: edge !== undefined || seen > maxPagedRows }
}

async function lookThrough(client: pg.PoolClient, wanted: Wanted, order: Order, limits: Limits): Promise<Walk> {
  const listed = await listNarrow(client, wanted, order)
  if (listed) return walk(client, wanted, new SpanQueue(order, spansOf(listed)), order, limits)
  const { table, range, filters, words } = wanted
  const unblocked = await unblockedSpans(client, range)
  // Too much is in no block: one event after the other is looked at, as far as a page's time reaches.
  if (!unblocked)
    return walk(client, wanted, new SpanQueue(order, [], [new IdCursor(client, table, range, order)]), order, limits)
  const blocks = await BlockCursor.open(client, blockQuery(filters, words), range, order)
  const unsealed = new IdCursor(client, 'AuditUnsealed', range, order)
  const found = await walk(client, wanted, new SpanQueue(order, unblocked, [blocks, unsealed]), order, limits)
  await blocks.close()
  return found
}

/** All events that an index finds for a part of the filters, when they are few. */
async function listNarrow(
  client: pg.PoolClient,
  { table, filters, range }: Wanted,
  order: Order,
): Promise<string[] | undefined> {
  for (const { scan } of partialScans(filters)) {
    const ids = await scanIds(client, table, scan, range, { order, limit: maxListed + 1 })
    if (ids.length <= maxListed) return ids
  }
  return undefined
}

/** The part of the range that the table has events in: blocks of months that are elsewhere need not be read. */
async function rangeOfTable(client: pg.PoolClient, table: TrailTable, range: IdRange): Promise<IdRange> {
  const { rows } = await client.query<{ first: string | null; last: string | null }>({
    name: `audit-span-${table}`,
    text: `SELECT (SELECT "id" FROM "${table}" ORDER BY "id" LIMIT 1) AS first,
      (SELECT "id" FROM "${table}" ORDER BY "id" DESC LIMIT 1) AS last`,
  })
  const [{ first, last } = { first: null, last: null }] = rows
  return { from: higher(range.from, first ?? highestId), to: lower(range.to, last ?? lowestId) }
}

/** Everything `fn` reads is of one moment, so that no event is missed while it passes from one table to the next. */
async function inSnapshot<T>(fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await getPool().connect()
  const giveBack = onceGivenBack(client)
  try {
    // The planner does not know what it costs to read the words of a block without the index.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off')
    const result = await fn(client)
    await client.query('COMMIT')
    giveBack('usable')
    return result
  } catch (error) {
    giveBack('broken')
    throw error
  }
}
