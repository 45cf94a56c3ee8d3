import { type Context, currentContext, systemContext } from '../../context'
import { requestIdFrom } from '../../ids'
import { logger } from '../../logger'
import { redactPath } from '../../redact-path'
import type { AuditAction } from '../actions'
import type { AuditSeverity } from '../contract'
import type { AuditInput, EventDetails } from './event-input'
import { type AuditRow, buildAuditRow } from './row'
import { getWriter, type Stored } from './writer'

/** Details of a logged event. `request` is only needed outside a route: inside one the context knows it. */
export type LogDetails = EventDetails & { request?: Request }

/** Where an event is kept: in the database, in the spool file, or (neither took it) whole in the log. */
export type LogResult = { id: string; stored: Stored }

/** Records that something went well. Never throws; resolves once the event is durable. */
export function logSuccess(action: AuditAction, description: string, details: LogDetails = {}): Promise<LogResult> {
  return write('INFO', action, description, undefined, details)
}

/** Records something that deserves a look. Never throws; resolves once the event is durable. */
export function logWarning(action: AuditAction, description: string, details: LogDetails = {}): Promise<LogResult> {
  return write('WARNING', action, description, undefined, details)
}

/** Records a failure with its message and stack, both scrubbed. Never throws; resolves once the event is durable. */
export function logError(
  action: AuditAction,
  description: string,
  error: unknown,
  details: LogDetails = {},
): Promise<LogResult> {
  return write('ERROR', action, description, error, details)
}

/** Records a failure that a founder must hear of at once. Never throws; resolves once the event is durable. */
export function logCritical(
  action: AuditAction,
  description: string,
  error: unknown,
  details: LogDetails = {},
): Promise<LogResult> {
  return write('CRITICAL', action, description, error, details)
}

async function write(
  severity: AuditSeverity,
  action: AuditAction,
  description: string,
  error: unknown,
  details: LogDetails,
): Promise<LogResult> {
  const ctx = currentContext() ?? contextOf(details.request)
  const row = rowOf(ctx, { action, description, severity }, { error, details })
  return { id: row.id, stored: await getWriter().write(row) }
}

/** What was handed over may fail when it is looked at (a getter, a proxy): the event stands all the same. */
function rowOf(
  ctx: Context,
  core: Pick<AuditInput, 'action' | 'description'> & { severity: AuditSeverity },
  { error, details }: { error: unknown; details: LogDetails },
): AuditRow {
  try {
    const input = { ...details, ...core, error }
    // A logged event stands even when before and after are equal.
    const row = buildAuditRow(ctx, input) ?? buildAuditRow(ctx, { ...input, before: null, after: null })
    if (row) return row
  } catch (unreadable) {
    logger.warn('AUDIT_DETAILS_UNREADABLE', { action: core.action, error: unreadable })
  }
  const row = buildAuditRow(ctx, { ...core, metadata: { unreadable: true } })
  if (!row) throw new Error('An event without before and after always has a row')
  return row
}

/** Ids and agent of a request outside a route; its address is unknown there (headers can be forged). */
function contextOf(request: Request | undefined): Context {
  if (!request) return systemContext('daybook')
  const requestId = requestIdFrom(request.headers.get('x-request-id'))
  return systemContext('daybook', {
    actor: { type: 'anonymous' },
    requestId,
    correlationId: requestIdFrom(request.headers.get('x-correlation-id') ?? requestId),
    ipAddress: request.headers.get('x-daybook-client-ip'),
    userAgent: request.headers.get('user-agent'),
    method: request.method,
    path: redactPath(new URL(request.url).pathname),
  })
}
