import { defineRoute, operation } from '@/lib/http'
import { listJobRuns } from '@/lib/jobs'
import { JobParams, JobRunPage, JobRunQuery } from '@/lib/jobs/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/jobs/[name]/runs', {
  GET: operation({
    summary: 'Runs of a job, each attempt by itself, newest first; kept for 90 days',
    access: 'FOUNDER',
    params: JobParams,
    query: JobRunQuery,
    response: JobRunPage,
    handler: ({ params, query }) => listJobRuns(params.name, query),
  }),
})
