import { type Actor, type Context, isSampleActor } from '../../context'
import { reportError } from '../../error-reports'
import { uuidv7 } from '../../ids'
import { cleanText, type JsonValue, toJsonValue } from '../../json-value'
import { release } from '../../release'
import { actionCatalogue } from '../actions'
import type { AuditSeverity } from '../contract'
import { diffSnapshots } from '../diff'
import { bodyHashHex, newSalt } from '../ledger/leaf'
import type { AuditInput } from './event-input'

/** One row of "AuditLog" as it is inserted; `createdAt` is the database's. */
export type AuditRow = {
  id: string
  occurredAt: Date
  action: string
  severity: AuditSeverity
  description: string
  source: string
  userId: string | null
  userEmail: string | null
  userName: string | null
  actorType: Actor['type']
  apiKeyId: string | null
  ipAddress: string | null
  userAgent: string | null
  entityType: string | null
  entityId: string | null
  before: JsonValue
  after: JsonValue
  metadata: JsonValue
  errorMessage: string | null
  errorStack: string | null
  requestId: string | null
  correlationId: string | null
  method: string | null
  path: string | null
  release: string
  /** Hexadecimal, as everything here must outlive a turn through JSON. Null in spools of older versions. */
  salt: string | null
  bodyHash: string | null
}

const maxDescription = 2_000
const maxStack = 20_000
const maxIndexed = 200

/**
 * The row of an event: the only place where one is made, for plain and in-transaction writes alike.
 * Undefined when before and after were given and are equal.
 */
export function buildAuditRow(ctx: Context, input: AuditInput): AuditRow | undefined {
  const change = diffSnapshots(input.before, input.after)
  if (!change) return undefined
  const occurredAt = ctx.now()
  const { actor } = ctx
  const error = input.error === undefined ? undefined : errorTexts(input.error)
  const severity = input.severity ?? actionCatalogue[input.action].severity
  const reported = reportOf(input, severity)
  const salt = newSalt()
  const row: AuditRow = {
    id: uuidv7(occurredAt),
    occurredAt,
    action: input.action,
    severity,
    description: cleanText(input.description, maxDescription),
    source: isSampleActor(actor) ? 'sample' : 'daybook',
    userId: actor.type === 'user' ? actor.id : null,
    userEmail: actor.type === 'user' ? actor.email : null,
    // A key's name is what somebody typed, now and then the key itself.
    userName: actor.type === 'anonymous' ? null : cleanText(actor.name, maxIndexed),
    actorType: actor.type,
    apiKeyId: actor.type === 'apiKey' ? actor.id : null,
    ipAddress: ctx.ipAddress,
    userAgent: ctx.userAgent === null ? null : cleanText(ctx.userAgent, 500),
    entityType: optionalText(input.entityType),
    entityId: optionalText(input.entityId),
    before: change.before,
    after: change.after,
    metadata: metadataOf(input.metadata, reported),
    errorMessage: error?.message ?? null,
    errorStack: error?.stack ?? null,
    requestId: ctx.requestId,
    correlationId: ctx.correlationId,
    method: ctx.method,
    path: ctx.path === null ? null : cleanText(ctx.path, 1_000),
    release: release(),
    salt: salt.toString('hex'),
    bodyHash: null,
  }
  // The writer's own word on what it wrote: whoever changes the row before it is sealed is found out too.
  row.bodyHash = bodyHashHex(row, salt)
  return row
}

/** An event cannot be changed later: the error is reported before its row is made, and the row says under which id. */
function reportOf({ error, description }: AuditInput, severity: AuditSeverity): string | undefined {
  if (error === undefined || (severity !== 'ERROR' && severity !== 'CRITICAL')) return undefined
  return reportError(error, { message: description })
}

function metadataOf(metadata: AuditInput['metadata'], sentryEventId: string | undefined): JsonValue {
  if (sentryEventId === undefined) return metadata ? toJsonValue(metadata) : null
  // First, so that it is not what is cut off where there is too much; and ours, whatever stands there.
  return toJsonValue(Object.assign({ sentryEventId }, metadata, { sentryEventId }))
}

function optionalText(text: string | undefined): string | null {
  return text === undefined ? null : cleanText(text, maxIndexed)
}

function errorTexts(error: unknown): { message: string; stack: string | null } {
  if (!(error instanceof Error)) return { message: cleanText(textOf(error), maxDescription), stack: null }
  return {
    message: cleanText(error.message.trim(), maxDescription),
    stack: error.stack ? cleanText(stackWithCauses(error), maxStack) : null,
  }
}

/** What was thrown although it is no Error: text as it is, anything else as JSON. */
function textOf(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : JSON.stringify(toJsonValue(thrown))
}

function stackWithCauses(error: Error): string {
  const parts = [error.stack ?? '']
  let cause = error.cause
  for (let depth = 0; cause instanceof Error && depth < 4; depth += 1) {
    parts.push(`Caused by: ${cause.stack ?? cause.message}`)
    cause = cause.cause
  }
  return parts.join('\n')
}
