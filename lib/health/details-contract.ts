import { z } from 'zod'

const number = z.number().nullable()
const when = z.iso.datetime().nullable()
const bytes = z.number()

/** What Cloudinary says of the account's files; asked for every ten minutes at most, and never waited for. */
export const CloudinaryUsage = z.object({
  status: z.enum(['asking', 'known', 'failed']),
  at: when,
  storageBytes: bytes.nullable(),
  bandwidthBytes: bytes.nullable(),
  creditsUsedPercent: z.number().nullable(),
  plan: z.string().nullable(),
  problem: z.string().nullable(),
})
export type CloudinaryUsage = z.infer<typeof CloudinaryUsage>

/** How much room everything takes; newest months first. */
export const StorageUse = z.object({
  at: z.iso.datetime(),
  databaseBytes: bytes,
  trail: z.array(z.object({ month: z.string().meta({ example: '2026-11' }), bytes })),
  archiveBytes: bytes,
  ledgerBytes: bytes.meta({ description: 'Leaves, tiles and the search index of the trail' }),
  measurementBytes: bytes.meta({ description: 'Minutes of requests and health' }),
})
export type StorageUse = z.infer<typeof StorageUse>

/** `GET /api/health/details`: what stands behind the checks. */
export const HealthDetails = z
  .object({
    at: z.iso.datetime(),
    lastSnapshot: z
      .object({
        at: z.iso.datetime(),
        cpuPercent: number,
        loopLagMs: number,
        memoryMb: number,
        diskPercent: number,
        databaseMs: number,
      })
      .nullable(),
    processes: z.array(
      z.object({
        id: z.uuid(),
        host: z.string(),
        pid: z.number().int(),
        role: z.string(),
        release: z.string(),
        startedAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
      }),
    ),
    pool: z.object({
      max: z.number().int(),
      total: z.number().int(),
      idle: z.number().int(),
      waiting: z.number().int(),
    }),
    storage: StorageUse,
    cloudinary: CloudinaryUsage.nullable().meta({ description: 'null when it is not configured' }),
    sessions: z.object({
      open: z.number().int(),
      active: z.number().int().meta({ description: 'Used within the last 15 minutes' }),
      people: z.number().int(),
    }),
    signIns: z
      .array(z.object({ id: z.uuid(), at: z.iso.datetime(), name: z.string().nullable(), isSuccess: z.boolean() }))
      .nullable()
      .meta({ description: 'The last five; null for those who may not see them' }),
    failures: z.object({ errors: z.number().int(), critical: z.number().int() }).meta({
      description: 'Operations that failed in the last 24 hours; `errors` are all of them',
    }),
    events: z.array(
      z.object({
        id: z.uuid(),
        at: z.iso.datetime(),
        severity: z.enum(['INFO', 'WARNING', 'ERROR', 'CRITICAL']),
        action: z.string(),
        description: z.string(),
      }),
    ),
    jobs: z.object({
      count: z.number().int(),
      failed: z.array(z.string()),
      overdue: z.array(z.string()),
      lastEndedAt: when,
    }),
    backups: z.object({ lastVerifiedAt: when, lastAt: when, lastFailedAt: when }),
    maintenance: z.object({
      mode: z.object({ isOn: z.boolean(), since: when, until: when }),
      open: z.array(z.string()),
      next: z.object({ name: z.string(), at: z.iso.datetime() }).nullable(),
    }),
  })
  .meta({ id: 'HealthDetails' })
export type HealthDetails = z.infer<typeof HealthDetails>
