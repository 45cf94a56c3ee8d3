import { getPool } from '../../db'
import { type AuditFilters, maxPagedRows } from '../contract'
import { searchPage } from '../search/search-page'
import type { FoundPage, Part, Total } from './found-page'
import { rangeBehind, rangeOf } from './id-range'
import { countScan, indexScanOf, scanIds } from './index-scan'
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

/** The same with the total of all pages. */
export async function findCountedPage(
  table: TrailTable,
  filters: AuditFilters,
  part: Part,
): Promise<FoundPage & Total> {
  const scan = indexScanOf(filters)
  if (!scan) return searchPage({ table, filters, part, isCounted: true })
  const [page, count] = await Promise.all([
    findPage(table, filters, part),
    // No further than one row past the cap: an exact total of millions would cost more than the page.
    countScan(getPool(), table, scan, rangeOf(filters), maxPagedRows + 1),
  ])
  return { ...page, total: Math.min(count, maxPagedRows), isCapped: count > maxPagedRows }
}
