import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../../testing/database'
import { type AuditFilters, AuditListQuery } from '../contract'
import { untilSealed } from '../ledger/sealer'
import { matchesQuery } from '../search/read-matches'
import type { ExactFilters } from './filters'
import { rangeOf } from './id-range'
import { countQuery, type IndexScan, idsQuery, indexScanOf, wholeTrail } from './index-scan'

const database = useDatabase()
let filled: string[] = []

// Enough rows that a scan of them is what a planner would like best for a filter that finds much.
beforeAll(async () => {
  await database.ownerQuery(`
    INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "userId", "entityType", "entityId")
    SELECT daybook_uuidv7(at), at, CASE WHEN n % 3 = 0 THEN 'LOGIN' ELSE 'ACTION_' || n % 20 END,
      (CASE WHEN n % 30 = 0 THEN 'ERROR' WHEN n % 1000 = 1 THEN 'CRITICAL' ELSE 'INFO' END)::"AuditSeverity", 'event ' || n, 'user',
      'u-' || n % 4, 'Thing', 't-' || n % 10
    FROM generate_series(1, 20000) AS n, LATERAL (SELECT now() - n * interval '4 min' AS at) AS t`)
  await database.ownerQuery('ANALYZE')
  const rows = await database.ownerQuery<{ name: string }>(
    `SELECT DISTINCT tableoid::regclass::text AS name FROM "AuditLog"`,
  )
  filled = rows.map(({ name }) => name.replaceAll('"', ''))
  await untilSealed()
}, 60_000)

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] }

/** What is done to the partitions that have rows; a scan of the empty ones costs nothing. */
async function accesses({ text, values }: { text: string; values: unknown[] }): Promise<string[]> {
  const rows = await database.appQuery<{ 'QUERY PLAN': { Plan: Plan }[] }>(`EXPLAIN (FORMAT JSON) ${text}`, values)
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
  return (rows[0]?.['QUERY PLAN'] ?? [])
    .flatMap(({ Plan }) => nodes(Plan))
    .filter((node) => filled.includes(node['Relation Name'] ?? ''))
    .map((node) => `${node['Node Type']} ${node['Index Name'] ?? ''}`)
}

const scanOf = (query: Record<string, string>): IndexScan => {
  const { page: _page, limit: _limit, ...filters } = AuditListQuery.parse(query)
  const scan = indexScanOf(filters)
  if (!scan) throw new Error('No index answers this')
  return scan
}
const forms: [string, IndexScan, RegExp][] = [
  ['no filter', wholeTrail, /_pkey$/],
  ['one entity', scanOf({ entityName: 'Thing', entityId: 't-3' }), /_entityType_entityId_id_idx$/],
  ['one user', scanOf({ actorUserId: 'u-1' }), /_userId_id_idx$/],
  ['one action', scanOf({ action: 'LOGIN' }), /_action_id_idx$/],
  ['some actions', scanOf({ action: 'LOGIN,ACTION_1,NEVER' }), /_action_id_idx$/],
  ['errors', scanOf({ severity: 'WARNING,ERROR,CRITICAL' }), /(\d|severity)_id_idx$/],
  ['critical errors', scanOf({ severity: 'CRITICAL' }), /(\d|severity)_id_idx$/],
  ['errors without warnings', scanOf({ severity: 'ERROR,CRITICAL' }), /(\d|severity)_id_idx$/],
  ['successes', scanOf({ severity: 'INFO' }), /_pkey$/],
]

describe.each(forms)('%s', (_name, scan, index) => {
  // Of every month it touches it has weeks: for a few days of one, the key itself is as good an index.
  const today = new Date()
  const from = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 10))
  const month = rangeOf({ dateFrom: from.toISOString() })
  const everything = rangeOf({})
  test('is read and counted from its index, never by a sequential scan', async () => {
    for (const range of [everything, month]) {
      for (const query of [
        idsQuery('AuditLog', scan, range, { order: 'desc', limit: 21 }),
        idsQuery('AuditLog', scan, range, { order: 'asc', limit: 21 }),
        idsQuery('AuditLog', scan, range, { order: 'desc', limit: 21, skip: 9_000 }),
        countQuery('AuditLog', scan, range, 10_001),
      ]) {
        const used = await accesses(query)
        expect(used.length).toBeGreaterThan(0)
        for (const access of used) {
          expect(access).toMatch(/^(Index|Index Only|Bitmap Index|Bitmap Heap) Scan/)
          if (!access.startsWith('Bitmap Heap')) expect(access).toMatch(index)
        }
      }
    }
  })
})

describe('through the search index', () => {
  const filters: ExactFilters[] = [
    {},
    { source: 'daybook' },
    { entityName: 'Thing' },
    { requestId: 'r' },
    { action: ['LO*'] },
  ]
  test.each(filters)('%o reads the events of blocks by their ids', async (exact) => {
    const rows = await database.ownerQuery<{ minId: string; maxId: string }>(
      'SELECT "minId", "maxId" FROM "AuditBlock" ORDER BY "index" LIMIT 2',
    )
    const spans = rows.map((row, at) => ({ firstSeq: at * 256, ...row }))
    expect(spans).toHaveLength(2)
    const used = await accesses(
      matchesQuery({ table: 'AuditLog', filters: exact, words: ['event'], range: rangeOf({}) }, spans),
    )
    expect(used.length).toBeGreaterThan(0)
    for (const access of used) expect(access).toMatch(/^(Index|Bitmap Index|Bitmap Heap) Scan (.*_pkey)?$/)
  })
})

test('filters that no index answers by itself are for the search index', () => {
  const others: AuditFilters[] = [
    { entityName: 'Thing' },
    { entityId: 't-1' },
    { source: 'shop' },
    { requestId: 'r' },
    { correlationId: 'c' },
    { action: ['LO*'] },
    { search: 'word' },
    { actorUserId: 'u-1', severity: ['ERROR'] },
    { entityName: 'Thing', entityId: 't-1', action: ['LOGIN'] },
  ]
  expect(others.map(indexScanOf)).toEqual(others.map(() => undefined))
})
