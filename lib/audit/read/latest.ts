import { getDb, getPool } from '../../db'
import type { SystemLogs } from '../contract'
import { toEvent, withoutLedger } from './event'

/** The newest events, all or errors only (WARNING, ERROR, CRITICAL), with the time the query took. */
export async function latestEvents(type: 'all' | 'errors', limit: number): Promise<SystemLogs> {
  const started = performance.now()
  const rows = await getDb().auditLog.findMany({
    where: type === 'errors' ? { id: { in: await latestErrorIds(limit) } } : {},
    orderBy: { id: 'desc' },
    take: limit,
    ...withoutLedger,
  })
  return {
    logs: rows.map(toEvent),
    count: rows.length,
    meta: { queryTimeMs: Math.round((performance.now() - started) * 10) / 10 },
  }
}

/** In plain SQL: the planner uses the partial index only when it sees its condition as a constant. */
async function latestErrorIds(limit: number): Promise<string[]> {
  const { rows } = await getPool().query<{ id: string }>({
    name: 'audit-latest-errors',
    text: `SELECT "id" FROM "AuditLog" WHERE "severity" <> 'INFO' ORDER BY "id" DESC LIMIT $1`,
    values: [limit],
  })
  return rows.map((row) => row.id)
}
