import { getPool } from '../../db'
import { AppError } from '../../errors'
import type { AuditEvent } from '../contract'
import { readEvents } from './event'

/** One event, of the trail or of the archive. Throws NOT_FOUND when there is none of that id. */
export async function getEvent(id: string): Promise<AuditEvent> {
  // The trail first: events move to the archive, never back.
  for (const table of ['AuditLog', 'audit_log_archive'] as const) {
    const [event] = await readEvents(getPool(), table, [id.toLowerCase()])
    if (event) return event
  }
  throw new AppError('NOT_FOUND', 'There is no event with this id.')
}
