import { z } from 'zod'
import { severities } from './actions'

export const AuditSeverity = z.enum(severities)
export type AuditSeverity = z.infer<typeof AuditSeverity>

export const ActorType = z.enum(['user', 'apiKey', 'job', 'system', 'anonymous'])

const Json = z.json().meta({ id: 'Json' }).nullable()

/** An event of the trail as every reader gets it (contracts §3.2, with the aliases of §3.4). */
export const AuditEvent = z
  .object({
    id: z.uuid(),
    sourceEventId: z.string().nullable(),
    occurredAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    seq: z.number().int().nullable().meta({ description: 'Order of sealing; null until sealed' }),
    action: z.string(),
    severity: AuditSeverity,
    description: z.string(),
    source: z.string(),
    userId: z.string().nullable(),
    userEmail: z.string().nullable(),
    userName: z.string().nullable(),
    actorType: ActorType,
    apiKeyId: z.string().nullable(),
    institutionId: z.string().nullable(),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    entityType: z.string().nullable(),
    entityId: z.string().nullable(),
    before: Json,
    after: Json,
    metadata: Json,
    errorMessage: z.string().nullable(),
    errorStack: z.string().nullable(),
    requestId: z.string().nullable(),
    correlationId: z.string().nullable(),
    method: z.string().nullable(),
    path: z.string().nullable(),
    release: z.string().nullable(),
    erasedAt: z.iso.datetime().nullable().meta({ description: 'When personal values were taken out; null when never' }),
    sentryUrl: z.url().nullable().meta({ description: 'Where Sentry shows this error; null when it does not have it' }),
    entityName: z.string().nullable().meta({ description: 'Alias of entityType' }),
    actorUserId: z.string().nullable().meta({ description: 'Alias of userId' }),
    actor: z
      .object({ email: z.string().nullable(), firstName: z.string().nullable(), lastName: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'AuditEvent' })
export type AuditEvent = z.infer<typeof AuditEvent>

const commaList = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .max(2_000)
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(50))

const ActionPattern = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.:-]{0,79}\*?$/, 'An action is letters, digits, _ . : - and may end with *')

const shortText = z.string().min(1).max(200)

/** Filters of the audit log (contracts §3.4). `action` and `severity` are comma lists, an action may end with `*`. */
export const AuditFilters = z.strictObject({
  entityName: shortText.optional(),
  entityId: shortText.optional(),
  actorUserId: shortText.optional(),
  action: commaList(ActionPattern).optional(),
  severity: commaList(AuditSeverity).optional(),
  source: shortText.optional(),
  requestId: shortText.optional(),
  correlationId: shortText.optional(),
  search: z.string().trim().min(1).max(200).optional(),
  dateFrom: z.iso.datetime({ offset: true }).optional(),
  dateTo: z.iso.datetime({ offset: true }).optional(),
})
export type AuditFilters = z.infer<typeof AuditFilters>

/** Page-wise reading works to this depth; beyond it only by cursor, whose cost does not grow. */
export const maxPagedRows = 10_000

const limit = z.coerce.number().int().min(1).max(200).default(20)

const Paging = {
  page: z.coerce.number().int().min(1).default(1),
  limit,
  cursor: z.uuid().optional(),
  archive: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .meta({ description: 'Reads the months that left the trail instead of the trail' }),
}

export const AuditListQuery = AuditFilters.extend(Paging)
export type AuditListQuery = z.infer<typeof AuditListQuery>

export const AuditTrailQuery = z.strictObject({ ...Paging, order: z.enum(['asc', 'desc']).default('desc') })
export type AuditTrailQuery = z.infer<typeof AuditTrailQuery>

/**
 * A page of events. `total` is exact to 10,000, then capped; of a search it is capped at what could be counted in
 * a moment. While there is a `nextCursor` there is more, however short the page is.
 */
export const AuditPage = z.object({
  success: z.literal(true),
  data: z.array(AuditEvent),
  pagination: z.object({
    page: z.number().int(),
    limit: z.number().int(),
    total: z.number().int(),
    totalPages: z.number().int(),
    totalIsCapped: z.boolean(),
    nextCursor: z.string().nullable(),
  }),
})
export type AuditPage = z.infer<typeof AuditPage>

/** An export has no limit but the one it is given. */
export const AuditExportQuery = AuditFilters.extend({
  format: z.enum(['csv', 'ndjson']).default('csv'),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'A limit is a whole number from 1 to 999999999')
    .transform(Number)
    .optional(),
  archive: Paging.archive,
})
export type AuditExportQuery = z.infer<typeof AuditExportQuery>

/** `lastEventId` is for programs that cannot set the header Last-Event-ID, which wins when both are given. */
export const AuditStreamQuery = AuditFilters.extend({
  lastEventId: z.string().max(20).optional().meta({ description: 'seq of the last event that is known' }),
})
export type AuditStreamQuery = z.infer<typeof AuditStreamQuery>

export const SystemLogsQuery = z.strictObject({
  type: z.enum(['all', 'errors', 'stats']).default('all'),
  limit: limit.default(50),
})

const Meta = z.object({ queryTimeMs: z.number() })

export const SystemLogs = z.object({ logs: z.array(AuditEvent), count: z.number().int(), meta: Meta })
export type SystemLogs = z.infer<typeof SystemLogs>

/** The last 24 hours in numbers. `errors` counts ERROR and CRITICAL; `byHour` has one entry per hour, oldest first. */
export const AuditStats = z.object({
  period: z.literal('24h'),
  total: z.number().int(),
  errors: z.number().int(),
  critical: z.number().int(),
  warnings: z.number().int(),
  byAction: z.array(z.object({ action: z.string(), count: z.number().int() })),
  byHour: z.array(
    z.object({ hour: z.iso.datetime(), total: z.number().int(), errors: z.number().int(), warnings: z.number().int() }),
  ),
  meta: Meta,
})
export type AuditStats = z.infer<typeof AuditStats>

/** One thing that a verification found wrong, and where. */
export const AuditFinding = z.object({
  kind: z.string(),
  seq: z.number().int().nullable(),
  id: z.string().nullable(),
  time: z.iso.datetime().nullable(),
  detail: z.string(),
})

/** A verification of the whole trail. `passed` is null while it runs, and for ever when its process ended before. */
export const AuditVerification = z
  .object({
    id: z.uuid(),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    finishedAt: z.iso.datetime().nullable(),
    isRunning: z.boolean(),
    size: z.number().int().meta({ description: 'Sealed events to look at' }),
    checked: z.number().int(),
    checkpoints: z.number().int(),
    passed: z.boolean().nullable(),
    findingCount: z.number().int(),
    findings: z.array(AuditFinding).meta({ description: 'At most the first 100' }),
  })
  .meta({ id: 'AuditVerification' })
export type AuditVerification = z.infer<typeof AuditVerification>

/** What can be said about the evidence at this moment. */
export const AuditEvidence = z
  .object({
    sealed: z.number().int(),
    unsealed: z.number().int().meta({ description: 'Committed events that wait for the sealer, counted to 10,000' }),
    checkpoint: z
      .object({
        number: z.number().int(),
        createdAt: z.iso.datetime(),
        size: z.number().int(),
        root: z.string(),
        note: z.string(),
      })
      .nullable(),
    origin: z.string(),
    verifierKey: z.string(),
    running: AuditVerification.nullable(),
    last: AuditVerification.nullable().meta({ description: 'The newest verification that came to its end' }),
  })
  .meta({ id: 'AuditEvidence' })
export type AuditEvidence = z.infer<typeof AuditEvidence>
