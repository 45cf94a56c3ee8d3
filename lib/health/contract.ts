import { z } from 'zod'

export { CloudinaryUsage, HealthDetails, StorageUse } from './details-contract'
export {
  BarState,
  HealthHistory,
  HealthHistoryQuery,
  HealthPoint,
  HealthRange,
  MinuteCounts,
  UptimeBar,
} from './history-contract'

export const CheckStatus = z.enum(['healthy', 'degraded', 'unhealthy', 'unknown'])
export type CheckStatus = z.infer<typeof CheckStatus>

/** Of the whole: the worst check. `unknown` of a check does not worsen it. */
export const OverallStatus = z.enum(['healthy', 'degraded', 'unhealthy'])
export type OverallStatus = z.infer<typeof OverallStatus>

/** What anyone may see of a check. A new public field is named here; everything else is a count. */
const publicFields = {
  status: CheckStatus,
  message: z.string().optional(),
  queryTime: z.string().optional().meta({ example: '2ms' }),
  threshold: z.string().optional().meta({ example: '1000ms' }),
  period: z.string().optional().meta({ example: 'last 1 hour' }),
}

const Count = z.union([z.number(), z.string()])

/** What a check found. `counts` are shown only to those who may see the business; `message` is shown to anyone. */
export const CheckResult = z.strictObject({ ...publicFields, counts: z.record(z.string(), Count).optional() })
export type CheckResult = z.infer<typeof CheckResult>

/**
 * One thing to look at. `run` gets a signal that fires at the time limit; what it throws is told as a failed
 * check. `whenLate` is the answer when it has not ended by then (default: unhealthy).
 */
export type HealthCheck = {
  name: string
  run(signal: AbortSignal): Promise<CheckResult>
  whenLate?: CheckResult
}

/** One round of all checks, before it is decided who may see what. */
export type HealthReport = {
  status: OverallStatus
  timestamp: string
  durationMs: number
  checks: Record<string, CheckResult & { durationMs: number }>
}

const CheckView = z.object(publicFields).catchall(Count)
const count = z.number().int().optional()

/** `GET /api/system/health`. Numbers of the business are there only for those who may see them. */
export const SystemHealth = z
  .object({
    status: OverallStatus,
    timestamp: z.iso.datetime(),
    responseTime: z.string().meta({ example: '12ms' }),
    version: z.string(),
    checks: z
      .object({
        database: CheckView,
        databasePerformance: CheckView,
        errorRate: CheckView.extend({
          errorRate: z.string().optional().meta({ example: '0.5%' }),
          errors: count.meta({ description: 'ERROR and CRITICAL events of Daybook itself' }),
          critical: count,
          total: count,
        }),
        systemMetrics: CheckView.extend({ students: count, leads: count, invoices: count, payments: count }),
        recentActivity: CheckView.extend({ conversions: count, payments: count }),
        connectionPool: CheckView,
        disk: CheckView,
        memory: CheckView,
        auditTrail: CheckView.extend({
          spoolDepth: count.meta({ description: 'Events that wait on the disk for the database' }),
          spoolBytes: count,
          oldestSpooled: z.string().optional().meta({ example: '12s' }),
          torn: count,
          refused: count,
          lastResort: count.meta({ description: 'Events that stand only in the log of this process' }),
        }),
        jobs: CheckView.extend({
          failed: count.meta({ description: 'Critical jobs whose last run failed for good' }),
          overdue: count.meta({ description: 'Critical jobs that did not begin in their time' }),
        }),
      })
      .partial()
      .catchall(CheckView),
  })
  .meta({ id: 'SystemHealth' })
export type SystemHealth = z.infer<typeof SystemHealth>

const HealthJsonStatus = z.enum(['pass', 'warn', 'fail'])

/** The same facts as `application/health+json` (draft-inadarei-api-health-check-06); keys are `component:measurement`. */
export const HealthJson = z
  .object({
    status: HealthJsonStatus,
    version: z.string(),
    releaseId: z.string(),
    serviceId: z.string(),
    description: z.string(),
    checks: z.record(
      z.string(),
      z.array(
        z.object({
          componentType: z.enum(['component', 'datastore', 'system']),
          observedValue: z.number(),
          observedUnit: z.string(),
          status: HealthJsonStatus,
          time: z.iso.datetime(),
          output: z.string().optional(),
        }),
      ),
    ),
  })
  .meta({ id: 'HealthJson' })
export type HealthJson = z.infer<typeof HealthJson>

/** `GET /health`: the process is alive. */
export const Liveness = z.object({
  status: z.literal('ok'),
  service: z.literal('daybook'),
  storeBackend: z.literal('postgres'),
})
export type Liveness = z.infer<typeof Liveness>

export const ReadyCode = z.enum([
  'DB_UNREACHABLE',
  'DB_TIMEOUT',
  'POOLER_WAIT_TIMEOUT',
  'DB_ERROR',
  'MIGRATIONS_PENDING',
  'SHUTTING_DOWN',
])
export type ReadyCode = z.infer<typeof ReadyCode>

/** `GET /ready`: whether this process should get requests, and if not, why. */
export const Readiness = z
  .object({
    ok: z.boolean(),
    storeBackend: z.literal('postgres'),
    db: z.object({ ok: z.boolean(), latencyMs: z.number().optional(), code: ReadyCode.optional() }),
  })
  .meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof Readiness>

/** `GET /api/health`. `uptime` is in seconds of this process. */
export const ServerHealth = z
  .object({
    success: z.boolean(),
    data: z.object({
      status: OverallStatus,
      timestamp: z.iso.datetime(),
      uptime: z.number(),
      environment: z.string(),
      version: z.string(),
      database: z.object({ status: OverallStatus, latencyMs: z.number().optional() }),
    }),
    message: z.string(),
  })
  .meta({ id: 'ServerHealth' })
export type ServerHealth = z.infer<typeof ServerHealth>

/** `GET /api/ping`. */
export const Ping = z.object({
  success: z.literal(true),
  data: z.object({ message: z.literal('pong'), timestamp: z.iso.datetime() }),
  message: z.string(),
})
export type Ping = z.infer<typeof Ping>
