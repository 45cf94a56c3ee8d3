import type pg from 'pg'
import { minuteMs } from '../../clock'
import { getPool } from '../../db'
import { type AuditFilters, maxPagedRows } from '../contract'
import { searchPage } from '../search/search-page'
import type { FoundPage, Part, Total } from './found-page'
import { rangeBehind, rangeOf } from './id-range'
import { countScan, type IndexScan, indexScanOf, scanIds } from './index-scan'
import type { TrailTable } from './trail-table'

/** The ids of a page: from one index where one answers all filters, else through the search index. */
export async function findPage(table: TrailTable, filters: AuditFilters, part: Part): Promise<FoundPage> {
  const scan = indexScanOf(filters)
  if (!scan) return searchPage({ table, filters, part, isCounted: false })
  const { limit, cursor, order } = part
  const range = rangeBehind(rangeOf(filters), cursor, order)
  const ids = await scanIds(getPool(), table, scan, range, { ...part, limit: limit + 1 })
  return { ids: ids.slice(0, limit), nextCursor: ids.length > limit ? (ids[limit - 1] ?? null) : null }
}

/** How long a total that was beyond the cap is taken to be so still. Only the archive takes events away. */
const beyondCapMs = minuteMs
const maxRemembered = 1_000

/** When which totals were last found beyond the cap; counting so far costs several times what the page costs. */
const beyondCap = new WeakMap<pg.Pool, Map<string, number>>()

/** No further than one row past the cap: an exact total of millions would cost more than the page. */
async function countToCap(table: TrailTable, filters: AuditFilters, scan: IndexScan): Promise<number> {
  const pool = getPool()
  const known = beyondCap.get(pool) ?? new Map<string, number>()
  beyondCap.set(pool, known)
  const key = JSON.stringify([table, filters])
  const foundAtMs = known.get(key)
  if (foundAtMs !== undefined && performance.now() - foundAtMs < beyondCapMs) return maxPagedRows + 1
  const count = await countScan(pool, table, scan, rangeOf(filters), maxPagedRows + 1)
  if (known.size >= maxRemembered) known.clear()
  if (count > maxPagedRows) known.set(key, performance.now())
  else known.delete(key)
  return count
}

/** The same with the total of all pages. */
export async function findCountedPage(
  table: TrailTable,
  filters: AuditFilters,
  part: Part,
): Promise<FoundPage & Total> {
  const scan = indexScanOf(filters)
  if (!scan) return searchPage({ table, filters, part, isCounted: true })
  const [page, count] = await Promise.all([findPage(table, filters, part), countToCap(table, filters, scan)])
  return { ...page, total: Math.min(count, maxPagedRows), isCapped: count > maxPagedRows }
}
