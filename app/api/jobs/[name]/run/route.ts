import { AuditAction, recordAudit } from '@/lib/audit'
import { defineRoute, operation } from '@/lib/http'
import { orderByHand } from '@/lib/jobs'
import { JobOrder, JobParams } from '@/lib/jobs/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/jobs/[name]/run', {
  POST: operation({
    summary: 'Run a job now, beside its schedule; 409 while it runs or is about to',
    access: 'FOUNDER',
    params: JobParams,
    status: 201,
    response: JobOrder,
    handler: ({ ctx, params }) =>
      orderByHand(ctx, params.name, (tx, { job, orderId }) =>
        recordAudit(tx, ctx, {
          action: AuditAction.JOB_STARTED_BY_HAND,
          description: `The job ${job} was started by hand`,
          entityType: 'Job',
          entityId: job,
          metadata: { job, orderId },
        }),
      ),
  }),
})
