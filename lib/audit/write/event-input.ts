import type { AuditAction } from '../actions'
import type { AuditSeverity } from '../contract'

/** What an event is about and what is known of it. */
export type EventDetails = {
  entityType?: string
  entityId?: string
  /** State before and after; redacted, then reduced to the keys that differ. */
  before?: object | null
  after?: object | null
  metadata?: Record<string, unknown>
}

/** An event recorded in the transaction of its change. */
export type AuditInput = EventDetails & {
  action: AuditAction
  description: string
  /** Default: the action's own severity. */
  severity?: AuditSeverity
  error?: unknown
}
