import { z } from 'zod'
import { pageOf, pageQuery } from '../paging'

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
export const JobRunQuery = z.strictObject({
  ...pageQuery,
  job: z.string().max(80).optional(),
  status: JobRunStatus.optional(),
})
export type JobRunQuery = z.infer<typeof JobRunQuery>
export const JobRunPage = pageOf(JobRun)
export type JobRunPage = z.infer<typeof JobRunPage>
export const JobOrder = z.object({ job: z.string(), orderId: z.string() })
export type JobOrder = z.infer<typeof JobOrder>
