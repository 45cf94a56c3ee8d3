import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../clock'
import { useDatabase } from '../../testing/database'
import { dice } from '../../testing/dice'
import { AuditListQuery, AuditTrailQuery } from '../contract'
import { listEntityTrail, listEvents } from '../index'
import { untilSealed } from '../ledger/sealer'
import { findPage } from '../read/find-page'
import { type MadeEvent, makeEvents } from '../read/made-events.testing'

const database = useDatabase()
const now = Date.now()

// Everything is looked for in events in a block, sealed ones without, and unsealed ones. Times are at random, so that
// late events are everywhere and every block spans the whole month.
const pick = <T>(items: readonly T[], at: number): T => items[Math.floor(at * items.length)] ?? (items[0] as T)
const severities = ['INFO', 'INFO', 'INFO', 'INFO', 'INFO', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
const actions = ['LOGIN', 'LOAN_CREATED', 'LOAN_UPDATED', 'LO:N', 'INVOICE_SENT']
const users = ['u-1', 'u-2', 'u-3', 'a user with a very long id indeed']
const types = ['Loan', 'Lead', `O'Type`]
const texts = [
  `O'Brien & Söhne`,
  '100% of a_b',
  String.raw`back\slash`,
  'ﬁle İstanbul',
  'x:* !(y|z) <-> "q"',
  'plain words only',
  '東京 𝒜b',
]

const roll = dice(7)

function random(): MadeEvent {
  const rolls = Array.from({ length: 12 }, roll)
  const die = (at: number) => rolls[at] ?? 0
  const request = `request-${Math.floor(die(0) * 300)}`
  return {
    at: new Date(now - Math.floor(die(1) * 30 * dayMs)),
    action: pick(actions, die(2)),
    severity: pick(severities, die(3)),
    source: pick(['daybook', 'daybook', 'shop'], die(4)),
    description: `${pick(texts, die(5))} number${Math.floor(die(6) * 50)}`,
    entityType: pick(types, die(7)),
    entityId: `thing-${Math.floor(die(8) * 40)}`,
    requestId: request,
    correlationId: die(9) < 0.8 ? request : `correlation-${Math.floor(die(9) * 30)}`,
    ...(die(10) < 0.7 ? { userId: pick(users, die(11)), userName: 'Ada Byron' } : {}),
    ...(die(10) < 0.3 ? { metadata: { note: { deep: [pick(texts, die(11)), Math.floor(die(11) * 1_000)] } } } : {}),
    ...(die(10) < 0.1 ? { errorMessage: 'connection refused' } : {}),
  }
}
const many = (count: number) => Array.from({ length: count }, random)

type Row = MadeEvent & { id: string; occurredAt: string }
let rows: Row[] = []

beforeAll(async () => {
  for (const count of [400, 300, 350]) {
    await makeEvents(database, many(count))
    await untilSealed()
  }
  await makeEvents(database, many(150))
  rows = await database.ownerQuery<Row>(
    `SELECT e.*, e."occurredAt"::text AS "occurredAt" FROM "AuditLog" AS e ORDER BY "id" DESC`,
  )
  const [count] = await database.ownerQuery(`SELECT (SELECT count(*)::int FROM "AuditBlock") AS blocks,
    (SELECT count(*)::int FROM "AuditLeaf") AS leaves, (SELECT count(*)::int FROM "AuditUnsealed") AS unsealed`)
  expect(count).toEqual({ blocks: 4, leaves: 1_050, unsealed: 150 })
}, 60_000)

type Filters = Partial<Record<string, string>>

/** The filters again, in the plainest way. */
function matches(row: Row, filters: Filters): boolean {
  const same = {
    entityName: 'entityType',
    entityId: 'entityId',
    actorUserId: 'userId',
    source: 'source',
    requestId: 'requestId',
    correlationId: 'correlationId',
  } as const
  for (const [name, column] of Object.entries(same))
    if (filters[name] !== undefined && row[column] !== filters[name]) return false
  const { action, severity, dateFrom, dateTo, search } = filters
  if (severity !== undefined && !severity.split(',').includes(row.severity ?? '')) return false
  if (
    action !== undefined &&
    !action
      .split(',')
      .some((one) => (one.endsWith('*') ? row.action?.startsWith(one.slice(0, -1)) : row.action === one))
  )
    return false
  const at = new Date(row.occurredAt).getTime()
  if (dateFrom !== undefined && at < new Date(dateFrom).getTime()) return false
  if (dateTo !== undefined && at > new Date(dateTo).getTime()) return false
  if (search === undefined) return true
  const split = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((word) => word !== '')
  const leaves = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]
  const own = split(
    [row.description, row.userName, row.userEmail, row.errorMessage, row.entityId, ...leaves(row.metadata)]
      .filter(Boolean)
      .join('\n'),
  )
  const wanted = split(search)
  return wanted.length > 0 && wanted.every((word) => own.some((other) => other.startsWith(word)))
}

/** All pages by cursor, each checked to be full unless it is the last. */
async function walkAll(filters: Filters, limit: number): Promise<{ ids: string[]; total: number; isCapped: boolean }> {
  const ids: string[] = []
  let first: { total: number; totalIsCapped: boolean } | undefined
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { ...filters, limit: String(limit), ...(cursor ? { cursor } : {}) }
    const { data, pagination } = await listEvents(AuditListQuery.parse(query))
    first ??= pagination
    ids.push(...data.map(({ id }) => id))
    cursor = pagination.nextCursor
    if (cursor !== null) expect(data).toHaveLength(limit)
  }
  return { ids, total: first?.total ?? 0, isCapped: first?.totalIsCapped ?? false }
}

async function expectAll(filters: Filters, limit = 150): Promise<number> {
  const expected = rows.filter((row) => matches(row, filters)).map(({ id }) => id)
  const found = await walkAll(filters, limit)
  expect(found.ids, JSON.stringify(filters)).toEqual(expected)
  if (!found.isCapped) expect(found.total).toBe(expected.length)
  return expected.length
}

const day = (daysAgo: number) => new Date(now - daysAgo * dayMs).toISOString()

const values: Record<string, fc.Arbitrary<string>> = {
  entityName: fc.constantFrom(...types, 'None'),
  entityId: fc.integer({ min: 0, max: 41 }).map((n) => `thing-${n}`),
  actorUserId: fc.constantFrom(...users, `nobody' OR true --`),
  action: fc.constantFrom(
    'LOGIN',
    'LOAN_*',
    'LO*',
    'LOAN_CREATED,INVOICE_SENT',
    'LO:*,LOGIN',
    'INVOICE_SENT,INVOICE_SENT',
    'NEVER*',
  ),
  severity: fc.subarray(['INFO', 'WARNING', 'ERROR', 'CRITICAL'], { minLength: 1 }).map((some) => some.join(',')),
  source: fc.constantFrom('daybook', 'shop', '%'),
  requestId: fc.integer({ min: 0, max: 300 }).map((n) => `request-${n}`),
  correlationId: fc.oneof(
    fc.integer({ min: 0, max: 300 }).map((n) => `request-${n}`),
    fc.integer({ min: 0, max: 30 }).map((n) => `correlation-${n}`),
  ),
  search: fc.constantFrom(
    'brien',
    'o b',
    '100%',
    'a_b',
    'bac sl',
    'file',
    'i\u0307stan',
    'x y z',
    '*',
    `') | ('`,
    'ada refu',
    'number1',
    '7',
    '東',
    '𝒜',
    'never',
    "'':*",
  ),
  dateFrom: fc.integer({ min: 0, max: 31 }).map(day),
  dateTo: fc.integer({ min: -1, max: 30 }).map(day),
}

describe('every event that matches is listed, once and in the order of ids', () => {
  test.each(Object.keys(values))(
    'for %s alone',
    async (name) => {
      const seen = new Set<string>()
      let found = 0
      for (const value of fc.sample(values[name] ?? fc.constant(''), 12)) {
        if (seen.has(value)) continue
        seen.add(value)
        found += await expectAll({ [name]: value })
      }
      expect(found).toBeGreaterThan(0)
    },
    60_000,
  )

  test('for filters combined at random, with pages of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(values, { requiredKeys: [] }), fc.constantFrom(7, 50, 200), async (filters, limit) => {
        await expectAll(filters, limit)
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  test('for pages by number', async () => {
    const expected = rows.filter((row) => matches(row, { search: 'ada' })).map(({ id }) => id)
    const pages = await Promise.all(
      [1, 2, 3].map((page) => listEvents(AuditListQuery.parse({ search: 'ada', page: String(page), limit: '40' }))),
    )
    expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(expected.slice(0, 120))
  })

  test('oldest first too, for who reads all of it', async () => {
    for (const filters of [{ search: 'ada' }, { source: 'shop', dateFrom: day(20) }, { severity: 'ERROR' }]) {
      const { page: _page, archive: _archive, ...query } = AuditListQuery.parse(filters)
      const ids: string[] = []
      for (let cursor: string | undefined, isDone = false; !isDone; ) {
        const found = await findPage('AuditLog', query, { order: 'asc', limit: 30, cursor })
        ids.push(...found.ids)
        cursor = found.nextCursor ?? undefined
        isDone = cursor === undefined
      }
      const expected = rows.filter((row) => matches(row, filters)).map(({ id }) => id)
      expect(expected.length).toBeGreaterThan(30)
      expect(ids).toEqual(expected.reverse())
    }
  })

  test('for one thing, oldest first and newest first', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const ids: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query = AuditTrailQuery.parse({ order, limit: '3', ...(cursor ? { cursor } : {}) })
        const { data, pagination } = await listEntityTrail('Loan', 'thing-7', query)
        ids.push(...data.map(({ id }) => id))
        cursor = pagination.nextCursor
      }
      const expected = rows
        .filter((row) => matches(row, { entityName: 'Loan', entityId: 'thing-7' }))
        .map(({ id }) => id)
      expect(expected.length).toBeGreaterThan(1)
      expect(ids).toEqual(order === 'desc' ? expected : expected.toReversed())
    }
  })
})

test('an event tells its place in the order of sealing, or that it has none yet', async () => {
  const leaves = await database.ownerQuery<{ seq: string; id: string }>('SELECT "seq", "id" FROM "AuditLeaf"')
  const places = new Map(leaves.map(({ seq, id }) => [id, Number(seq)]))
  const { data } = await listEvents(AuditListQuery.parse({ limit: '200' }))
  expect(data.map(({ seq }) => seq)).toEqual(data.map(({ id }) => places.get(id) ?? null))
  expect(data.some(({ seq }) => seq === null)).toBe(true)
})
