import { getDb, type Prisma } from '../../db'
import { AppError } from '../../errors'
import { type AuditListQuery, type AuditPage, type AuditTrailQuery, maxPagedRows } from '../contract'
import { toEvent, withoutLedger } from './event'
import { whereOf } from './filters'

/** The trail, newest first. Throws INVALID_INPUT beyond 10,000 rows by page; a cursor has no such limit. */
export async function listEvents(query: AuditListQuery): Promise<AuditPage> {
  const { page, limit, cursor, ...filters } = query
  return readPage(whereOf(filters), { page, limit, cursor, order: 'desc' })
}

/** Everything that happened to one thing. */
export async function listEntityTrail(
  entityName: string,
  entityId: string,
  query: AuditTrailQuery,
): Promise<AuditPage> {
  return readPage({ entityType: entityName, entityId }, query)
}

type Paging = { page: number; limit: number; cursor?: string | undefined; order: 'asc' | 'desc' }

async function readPage(where: Prisma.AuditLogWhereInput, paging: Paging): Promise<AuditPage> {
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
  const after =
    cursor === undefined ? where : { AND: [where, { id: order === 'desc' ? { lt: cursor } : { gt: cursor } }] }
  const [rows, counted] = await Promise.all([
    getDb().auditLog.findMany({ where: after, orderBy: { id: order }, skip, take: limit + 1, ...withoutLedger }),
    countCapped(where),
  ])
  const shown = rows.slice(0, limit)
  return {
    success: true,
    data: shown.map(toEvent),
    pagination: {
      page,
      limit,
      total: counted.total,
      totalPages: Math.ceil(counted.total / limit),
      totalIsCapped: counted.isCapped,
      nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    },
  }
}

/** Counts no further than one row past the cap: an exact total of millions would cost more than the page. */
async function countCapped(where: Prisma.AuditLogWhereInput): Promise<{ total: number; isCapped: boolean }> {
  const found = await getDb().auditLog.findMany({
    where,
    select: { id: true },
    orderBy: { id: 'desc' },
    take: maxPagedRows + 1,
  })
  return { total: Math.min(found.length, maxPagedRows), isCapped: found.length > maxPagedRows }
}
