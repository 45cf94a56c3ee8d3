import { defineRoute, operation } from '@/lib/http'
import { listJobs } from '@/lib/jobs'
import { JobList } from '@/lib/jobs/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/jobs', {
  GET: operation({
    summary: 'Background jobs: what each does, when, and how its last runs ended',
    access: 'FOUNDER',
    response: JobList,
    handler: () => listJobs(),
  }),
})
