import { listEvents } from '../lib/audit'
import { AuditFilters, AuditListQuery, maxPagedRows } from '../lib/audit/contract'
import { rangeOf } from '../lib/audit/read/id-range'
import { countScan, indexScanOf, scanIds, wholeTrail } from '../lib/audit/read/index-scan'
import { getPool } from '../lib/db'
import type { OpenDatabase } from './databases'
import { type Comparison, type Figure, median, quantile, timed } from './rounds'
import { vocabulary } from './trail-data'

const rounds = 8
const callsPerRound = 40
const busiest = 5

/** A view of the feed: the query of a call, which may differ from call to call. */
type View = { what: string; query: (call: number) => Record<string, string> }

/** The busiest users, actions and things have more than 10,000 events in either trail, so that both totals are capped. */
const views: View[] = [
  { what: 'first page', query: () => ({}) },
  { what: 'errors only', query: () => ({ severity: 'WARNING,ERROR,CRITICAL' }) },
  { what: 'critical only', query: () => ({ severity: 'CRITICAL' }) },
  { what: 'one entity', query: () => ({ entityName: 'Invoice', entityId: 'thing-0' }) },
  { what: 'one user', query: (call) => ({ actorUserId: vocabulary.userIds[call % busiest] ?? '' }) },
  { what: 'one action', query: (call) => ({ action: vocabulary.actions[call % busiest] ?? '' }) },
]

const read = (query: Record<string, string>) => listEvents(AuditListQuery.parse(query))

/**
 * How long a page of 20 with its total takes, everything in this process included. A total beyond 10,000 is counted once
 * a minute: what that takes is a row of its own.
 */
export async function measureReading(
  small: OpenDatabase,
  big: OpenDatabase | undefined,
): Promise<(Comparison | Figure)[]> {
  const rows: (Comparison | Figure)[] = []
  const largest = big ?? small
  const size = big ? '10M' : '1M'
  const cursor = new Map<OpenDatabase, string>()
  for (const database of big ? [small, big] : [small]) cursor.set(database, await database.use(cursorOf1000thPage))
  const deep = { what: '1,000th page by cursor', query: () => ({}) }
  for (const view of [...views, deep]) {
    const round = (database: OpenDatabase) => {
      const more = view === deep ? { cursor: cursor.get(database) ?? '' } : {}
      return database.use(() => timed(callsPerRound, (call) => read({ ...view.query(call), ...more })))
    }
    const pairs = await alternate(round, small, largest)
    const p95 = quantile(
      pairs.flatMap(({ b }) => b),
      0.95,
    )
    rows.push({ what: `feed, ${view.what}, ${size}, p95`, value: p95, unit: 'ms', target: { atMost: 10 } })
    if (big)
      rows.push({
        what: `feed, ${view.what}, 10M, p50`,
        reference: 'the same of 1M',
        unit: 'ms',
        target: { atMost: 1.3 },
        subject: median(pairs.flatMap(({ b }) => b)),
        other: median(pairs.flatMap(({ a }) => a)),
        ratio: median(pairs.map(({ a, b }) => median(b) / median(a))),
      })
  }
  rows.push(await largest.use(() => measureCounting(size)))
  return rows
}

async function measureCounting(size: string): Promise<Figure> {
  const times: number[] = []
  for (const { query } of views)
    times.push(
      ...(await timed(callsPerRound, (call) => {
        const scan = indexScanOf(AuditFilters.parse(query(call)))
        if (!scan) throw new Error('These views are answered by one index each')
        return countScan(getPool(), 'AuditLog', scan, rangeOf({}), maxPagedRows + 1)
      })),
    )
  return {
    what: `counting a total to 10,000, once a minute, ${size}, p95`,
    value: quantile(times, 0.95),
    unit: 'ms',
    target: { atMost: 10 },
  }
}

/** Both in turn, the first changing, after one round that does not count. */
async function alternate(
  round: (database: OpenDatabase) => Promise<number[]>,
  small: OpenDatabase,
  big: OpenDatabase,
): Promise<{ a: number[]; b: number[] }[]> {
  const pairs: { a: number[]; b: number[] }[] = []
  for (let at = -1; at < rounds; at += 1) {
    const first = at % 2 === 0 ? small : big
    const one = await round(first)
    const other = await round(first === small ? big : small)
    if (at >= 0) pairs.push(first === small ? { a: one, b: other } : { a: other, b: one })
  }
  return pairs
}

async function cursorOf1000thPage(): Promise<string> {
  const ids = await scanIds(getPool(), 'AuditLog', wholeTrail, rangeOf({}), { order: 'desc', limit: 1, skip: 999 * 20 })
  return ids[0] ?? ''
}
