import { AuditAction, recordAudit } from '../audit'
import { JobRunner, type RecordFailure } from '../jobs'
import { processSingleton } from '../singleton'
import { findInstance } from './instance'
import { jobs } from './jobs'

/** The event of a job that will not be tried again; rules tell it. */
export const recordJobFailure: RecordFailure = async (tx, ctx, { job, orderId, attempt, message, error }) => {
  await recordAudit(tx, ctx, {
    action: AuditAction.JOB_FAILED,
    description: `The job ${job} failed: ${message}`,
    entityType: 'Job',
    entityId: job,
    metadata: { job, orderId, attempt },
    error,
  })
}

/** The runner of this process. */
export const getJobRunner = (): JobRunner =>
  processSingleton(
    'runtime.jobs',
    () => new JobRunner({ jobs, instanceId: findInstance()?.id ?? null, recordFailure: recordJobFailure }),
  )
