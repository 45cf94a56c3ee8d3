import { getPool } from '../../db'
import { AppError } from '../../errors'
import { type AuditFilters, type AuditListQuery, type AuditPage, type AuditTrailQuery, maxPagedRows } from '../contract'
import { readEvents } from './event'
import { findCountedPage } from './find-page'
import type { Order } from './id-range'
import { type TrailTable, trailTable } from './trail-table'

/** The trail, newest first. Throws INVALID_INPUT beyond 10,000 rows by page; a cursor has no such limit. */
export async function listEvents(query: AuditListQuery): Promise<AuditPage> {
  const { page, limit, cursor, archive, ...filters } = query
  return readPage(trailTable(archive), filters, { page, limit, cursor, order: 'desc' })
}

/** Everything that happened to one thing. */
export async function listEntityTrail(
  entityName: string,
  entityId: string,
  query: AuditTrailQuery,
): Promise<AuditPage> {
  const { archive, ...paging } = query
  return readPage(trailTable(archive), { entityName, entityId }, paging)
}

type Paging = { page: number; limit: number; cursor?: string | undefined; order: Order }

async function readPage(table: TrailTable, filters: AuditFilters, paging: Paging): Promise<AuditPage> {
  const { page, limit, cursor, order } = paging
  const skip = cursor === undefined ? (page - 1) * limit : 0
  if (skip + limit > maxPagedRows)
    throw new AppError(
      'INVALID_INPUT',
      `Pages reach ${maxPagedRows} rows deep; go on with the cursor of the last answer.`,
      {
        problems: [{ detail: 'Too deep for a page number; use cursor', pointer: '?page' }],
      },
    )
  const { ids, nextCursor, total, isCapped } = await findCountedPage(table, filters, { skip, limit, cursor, order })
  return {
    success: true,
    data: await readEvents(getPool(), table, ids),
    pagination: { page, limit, total, totalPages: Math.ceil(total / limit), totalIsCapped: isCapped, nextCursor },
  }
}
