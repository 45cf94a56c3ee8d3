import { getPool } from '../../db'
import type { SystemLogs } from '../contract'
import { readEvents } from './event'
import { rangeOf } from './id-range'
import { errorsOnly, scanIds, wholeTrail } from './index-scan'

/** The newest events, all or errors only (WARNING, ERROR, CRITICAL), with the time the query took. */
export async function latestEvents(type: 'all' | 'errors', limit: number): Promise<SystemLogs> {
  const started = performance.now()
  const scan = type === 'errors' ? errorsOnly : wholeTrail
  const logs = await readEvents(
    getPool(),
    'AuditLog',
    await scanIds(getPool(), 'AuditLog', scan, rangeOf({}), { order: 'desc', limit }),
  )
  return {
    logs,
    count: logs.length,
    meta: { queryTimeMs: Math.round((performance.now() - started) * 10) / 10 },
  }
}
