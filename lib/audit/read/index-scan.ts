import type pg from 'pg'
import { severities } from '../actions'
import type { AuditFilters } from '../contract'
import type { ExactFilters } from './filters'
import type { IdRange, Order } from './id-range'
import type { TrailTable } from './trail-table'

/**
 * A way to read the trail in the order of ids straight from one index: the events whose `columns` have one of the
 * `keys`. Without columns it is the primary key, or the small index of errors when `where` is its condition.
 */
export type IndexScan = {
  columns: readonly ('entityType' | 'entityId' | 'userId' | 'action' | 'severity')[]
  keys: readonly (readonly string[])[]
  /** A constant: the planner takes a partial index only when it sees the index's own condition. */
  where?: string
}

const isError = `t."severity" <> 'INFO'`

export const wholeTrail: IndexScan = { columns: [], keys: [] }
export const errorsOnly: IndexScan = { columns: [], keys: [], where: isError }

const types = {
  entityType: 'text',
  entityId: 'text',
  userId: 'text',
  action: 'text',
  severity: '"AuditSeverity"',
} as const

/** The scan that answers all of these filters (dates apart) by itself; undefined when none does. */
export function indexScanOf({ dateFrom: _from, dateTo: _to, ...filters }: AuditFilters): IndexScan | undefined {
  const given = Object.values(filters).filter((value) => value !== undefined).length
  if (given === 0) return wholeTrail
  if (given === 1 && filters.severity?.includes('INFO')) return someSeverities(filters.severity)
  return partialScans(filters).find(({ covers }) => covers === given)?.scan
}

/** Scans that each answer as many of the filters as they cover; the one that usually finds fewest first. */
export function partialScans(filters: ExactFilters): { scan: IndexScan; covers: number }[] {
  const { entityName, entityId, actorUserId, action, severity } = filters
  const scans: { scan: IndexScan; covers: number }[] = []
  if (entityName !== undefined && entityId !== undefined)
    scans.push({ scan: { columns: ['entityType', 'entityId'], keys: [[entityName, entityId]] }, covers: 2 })
  if (actorUserId !== undefined) scans.push({ scan: { columns: ['userId'], keys: [[actorUserId]] }, covers: 1 })
  if (action && !action.some((pattern) => pattern.endsWith('*')))
    scans.push({ scan: { columns: ['action'], keys: [...new Set(action)].map((name) => [name]) }, covers: 1 })
  if (severity && !severity.includes('INFO')) scans.push({ scan: errorsOf(severity), covers: 1 })
  return scans
}

function errorsOf(wanted: readonly string[]): IndexScan {
  const all = severities.filter((severity) => wanted.includes(severity))
  if (all.length === severities.length - 1) return errorsOnly
  return { columns: ['severity'], keys: all.map((severity) => [severity]), where: isError }
}

/** Nearly all events are INFO, so the primary key finds a page of them at once. */
function someSeverities(wanted: readonly string[]): IndexScan {
  const unwanted = severities.filter((severity) => !wanted.includes(severity))
  if (unwanted.length === 0) return wholeTrail
  return { ...wholeTrail, where: `t."severity" NOT IN (${unwanted.map((severity) => `'${severity}'`).join(', ')})` }
}

type Part = { order: Order; limit: number; skip?: number }
type Query = { text: string; values: unknown[] }

/** Ids in their order. What it costs depends on `skip + limit`, not on the size of the trail. */
export async function scanIds(
  client: pg.Pool | pg.PoolClient,
  table: TrailTable,
  scan: IndexScan,
  range: IdRange,
  part: Part,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(idsQuery(table, scan, range, part))
  return rows.map(({ id }) => id)
}

/** How many there are, counted no further than `limit`. Begins with the oldest, whose pages are not written any more. */
export async function countScan(
  client: pg.Pool | pg.PoolClient,
  table: TrailTable,
  scan: IndexScan,
  range: IdRange,
  limit: number,
): Promise<number> {
  const { rows } = await client.query<{ n: number }>(countQuery(table, scan, range, limit))
  return rows[0]?.n ?? 0
}

export function idsQuery(table: TrailTable, scan: IndexScan, range: IdRange, { order, limit, skip = 0 }: Part): Query {
  return {
    text: `SELECT s."id" FROM (${scanSql(table, scan, order)}) AS s ORDER BY s."id" ${order} LIMIT $3 OFFSET $4`,
    values: [range.from, range.to, skip + limit, skip, ...keyColumns(scan)],
  }
}

export function countQuery(table: TrailTable, scan: IndexScan, range: IdRange, limit: number): Query {
  return {
    text: `SELECT count(*)::int AS n FROM (SELECT FROM (${scanSql(table, scan, 'asc')}) AS s LIMIT $3 OFFSET $4) AS c`,
    values: [range.from, range.to, limit, 0, ...keyColumns(scan)],
  }
}

const keyColumns = ({ columns, keys }: IndexScan) => columns.map((_, at) => keys.map((key) => key[at]))

/**
 * Rows are compared with (column, id) and sorted by both, so that only the index over both can answer: an equality
 * would let the planner walk the primary key instead, for ever when the last such event is long ago.
 */
function scanSql(table: TrailTable, { columns, where = 'true' }: IndexScan, order: Order): string {
  const inRange = `t."id" >= $1::uuid AND t."id" <= $2::uuid AND ${where}`
  if (columns.length === 0)
    return `SELECT t."id" FROM "${table}" AS t WHERE ${inRange} ORDER BY t."id" ${order} LIMIT $3`
  const own = columns.map((name) => `t."${name}"`).join(', ')
  const key = columns.map((name) => `k."${name}"`).join(', ')
  return `SELECT e."id"
    FROM unnest(${columns.map((name, at) => `$${at + 5}::${types[name]}[]`).join(', ')}) AS k (${columns.map((name) => `"${name}"`).join(', ')})
    CROSS JOIN LATERAL (
      SELECT t."id" FROM "${table}" AS t
      WHERE (${own}, t."id") >= (${key}, $1::uuid) AND (${own}, t."id") <= (${key}, $2::uuid) AND ${inRange}
      ORDER BY ${columns.map((name) => `t."${name}" ${order}`).join(', ')}, t."id" ${order} LIMIT $3) AS e`
}
