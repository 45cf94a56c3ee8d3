import { z } from 'zod'
import type { Context } from '../context'
import { pageOf, pageQuery } from '../paging'

/**
 * Background work, as the domain that it belongs to describes it; lib/runtime/jobs.ts lists all. `run` must be able to run
 * twice: a process that dies in the middle of it is followed by another that begins again.
 */
export type JobDefinition = {
  /** `noun.verb`; stays the same for ever, since runs are kept under it. */
  name: string
  /** What it does, in a sentence for people. */
  description: string
  /** Cron, in UTC. */
  schedule: string
  /** How long after its time it may begin before it counts as missed. */
  graceSeconds: number
  /** Further attempts after one that failed. Default: 2. */
  retries?: number
  /** Pause before the first of them; it doubles with each. Default: 60. */
  retryDelaySeconds?: number
  /** How long one attempt may take before it is ended. Default: 15 minutes. */
  timeLimitSeconds?: number
  /** Whether its failure is told in health and as an alert. Default: true. */
  isCritical?: boolean
  /**
   * Does it, and may answer what it came to. Throws to be tried again. Should end soon after `signal` fires: at shutdown, at the
   * time limit, or because another process has taken over. `now` is the database's clock when the attempt began.
   */
  run(input: { ctx: Context; signal: AbortSignal; now: Date }): Promise<Record<string, unknown> | void>
}

export const JobRunStatus = z.enum(['RUNNING', 'COMPLETED', 'FAILED', 'ABANDONED'])
export type JobRunStatus = z.infer<typeof JobRunStatus>

/** One attempt to run a job. */
export const JobRun = z
  .object({
    id: z.uuid(),
    job: z.string(),
    attempt: z.number().int(),
    trigger: z.enum(['schedule', 'person', 'retry']),
    dueAt: z.iso.datetime(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    status: JobRunStatus,
    isLast: z.boolean(),
    durationMs: z.number().int().nullable(),
    error: z.string().nullable(),
    byName: z.string().nullable(),
  })
  .meta({ id: 'JobRun' })
export type JobRun = z.infer<typeof JobRun>

export const Job = z
  .object({
    name: z.string(),
    description: z.string(),
    schedule: z.string().meta({ example: '0 2 * * *' }),
    /** The schedule as a person says it. */
    scheduleText: z.string().meta({ example: 'every day at 02:00 UTC' }),
    nextDueAt: z.iso.datetime().nullable(),
    isRunning: z.boolean(),
    /** It has not begun although its time and its grace are over. */
    isOverdue: z.boolean(),
    lastRun: JobRun.nullable(),
    lastSuccessAt: z.iso.datetime().nullable(),
    /** Of the last ten orders, oldest first. */
    history: z.array(z.object({ status: JobRunStatus, durationMs: z.number().int().nullable(), at: z.iso.datetime() })),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>

export const JobList = z.object({ items: z.array(Job), nextCursor: z.null() })
export type JobList = z.infer<typeof JobList>
export const JobParams = z.object({ name: z.string().max(80) })
export const JobRunQuery = z.strictObject({ ...pageQuery, status: JobRunStatus.optional() })
export type JobRunQuery = z.infer<typeof JobRunQuery>
export const JobRunPage = pageOf(JobRun)
export type JobRunPage = z.infer<typeof JobRunPage>
export const JobOrder = z.object({ job: z.string(), orderId: z.string() })
export type JobOrder = z.infer<typeof JobOrder>
