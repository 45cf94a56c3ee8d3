import { uuidv7 } from '../../ids'
import type { AuditSeverity } from '../contract'

/** What a test says of an event; the rest is plain. */
export type MadeEvent = {
  at?: Date
  action?: string
  severity?: AuditSeverity
  description?: string
  source?: string
  userId?: string
  userName?: string
  userEmail?: string
  entityType?: string
  entityId?: string
  metadata?: unknown
  errorMessage?: string
  requestId?: string
  correlationId?: string
}

const defaults = {
  action: 'LEAD_UPDATED',
  severity: 'INFO',
  description: 'A change',
  source: 'daybook',
  actorType: 'system',
}

type Database = { ownerQuery(sql: string, params: unknown[]): Promise<unknown> }

/** Writes events as they are, past redaction, in one statement; answers their ids in the order given. */
export async function makeEvents(database: Database, events: readonly MadeEvent[]): Promise<string[]> {
  const rows = events.map(({ at = new Date(), ...event }) => ({
    ...defaults,
    ...event,
    id: uuidv7(at),
    occurredAt: at,
  }))
  await database.ownerQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "actorType", "userId",
        "userName", "userEmail", "entityType", "entityId", "metadata", "errorMessage", "requestId", "correlationId")
      SELECT "id", "occurredAt", "action", "severity", "description", "source", "actorType", "userId", "userName", "userEmail",
        "entityType", "entityId", "metadata", "errorMessage", "requestId", "correlationId"
      FROM jsonb_populate_recordset(NULL::"AuditLog", $1::jsonb)`,
    [JSON.stringify(rows)],
  )
  return rows.map(({ id }) => id)
}
