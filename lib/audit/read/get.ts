import { getDb } from '../../db'
import { AppError } from '../../errors'
import type { AuditEvent } from '../contract'
import { toEvent, withoutLedger } from './event'

/** One event. Throws NOT_FOUND when there is none of that id. */
export async function getEvent(id: string): Promise<AuditEvent> {
  const row = await getDb().auditLog.findUnique({ where: { id }, ...withoutLedger })
  if (!row) throw new AppError('NOT_FOUND', 'There is no event with this id.')
  return toEvent(row)
}
