import { listEvents } from '../lib/audit'
import { AuditListQuery } from '../lib/audit/contract'
import { dayMs } from '../lib/clock'
import { getPool } from '../lib/db'
import type { OpenDatabase } from './databases'
import { type Figure, quantile, timed } from './rounds'
import { wordOf } from './trail-data'

const callsPerKind = 60
const spanDays = 30

const number = (part: number, events: number) => Math.floor(part * events)

/** What people look for, each call something else; `part` is a random number below 1. */
const kinds: { what: string; query: (part: number, events: number) => Record<string, string> }[] = [
  { what: 'a common word', query: () => ({ search: 'invoice' }) },
  { what: 'a word of every 50th event', query: (part) => ({ search: wordOf(number(part, 100)) }) },
  { what: 'a word of every 1,000th event', query: (part) => ({ search: wordOf(1_000 + number(part, 3_000)) }) },
  { what: 'two common words', query: () => ({ search: 'invoice hopper' }) },
  {
    what: 'two rare words',
    query: (part) => ({ search: `${wordOf(1_000 + number(part, 2_000))} ${wordOf(number(part, 500))}` }),
  },
  { what: 'a full name', query: () => ({ search: 'Grace Knuth' }) },
  {
    what: 'the number of one event',
    query: (part, events) => ({
      search: `INV-2026-${String(number(part * (5 / 6) + 1 / 12, events)).padStart(8, '0')}`,
    }),
  },
  { what: 'how a word begins', query: (part) => ({ search: wordOf(number(part, 4_000)).slice(0, 3) }) },
  { what: 'nothing that is there', query: (part) => ({ search: `xq${number(part, 1e9)}` }) },
  { what: 'a word among errors', query: () => ({ search: 'refused', severity: 'ERROR,CRITICAL' }) },
  { what: 'a kind of action', query: () => ({ action: 'LOAN_*' }) },
  { what: 'a source', query: () => ({ source: 'shop' }) },
]

/** How long the first page of a search in 30 days takes, with its total as far as it can be counted. */
export async function measureSearching(database: OpenDatabase, size: string): Promise<Figure[]> {
  return database.use(async () => {
    const { rows } = await getPool().query<{ first: Date; last: Date; n: number }>(
      'SELECT min("occurredAt") AS first, max("occurredAt") AS last, (SELECT max("seq") + 1 FROM "AuditLeaf")::int AS n FROM "AuditLog"',
    )
    const [{ first, last, n } = { first: new Date(), last: new Date(), n: 0 }] = rows
    const search = (query: Record<string, string>, part: number) => {
      const from = first.getTime() + part * (last.getTime() - first.getTime() - spanDays * dayMs)
      const dates = { dateFrom: new Date(from).toISOString(), dateTo: new Date(from + spanDays * dayMs).toISOString() }
      return listEvents(AuditListQuery.parse({ ...query, ...dates }))
    }
    const all: number[] = []
    const rowsOfKinds: Figure[] = []
    for (const { what, query } of kinds) {
      const ask = (part: number) => search(query(part, n), part)
      await timed(5, () => ask(Math.random()))
      const times = await timed(callsPerKind, () => ask(Math.random()))
      all.push(...times)
      rowsOfKinds.push({ what: `  ${what}`, value: quantile(times, 0.95), unit: 'ms', target: { atMost: 150 } })
    }
    const what = `search in 30 days of ${size} events, p95`
    return [{ what, value: quantile(all, 0.95), unit: 'ms', target: { atMost: 150 } }, ...rowsOfKinds]
  })
}
