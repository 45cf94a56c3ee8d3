import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import { api } from '@/lib/http/browser'
import type { JobList, JobOrder, JobRun, JobRunPage, JobRunStatus } from '@/lib/jobs/contract'

const runningMs = 2_000
const quietMs = 15_000

/** All jobs; asked for every two seconds while one runs. */
export function jobsQuery() {
  return queryOptions({
    queryKey: ['jobs', 'list'],
    queryFn: ({ signal }) => api<JobList>('/api/jobs', { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(({ isRunning }) => isRunning) ? runningMs : quietMs),
  })
}

/** The attempts of one job, or only those that ended in one way, newest first. */
export function jobRunsQuery(name: string, status: JobRunStatus | null) {
  return pagedQueryOptions<JobRun>({
    queryKey: ['jobs', 'runs', name, status],
    fetchPage: (paging, signal) =>
      api<JobRunPage>(`/api/jobs/${name}/runs?${queryString({ status, ...paging })}`, { signal }),
    rows: 20,
  })
}

export const runJob = (name: string) => api<JobOrder>(`/api/jobs/${name}/run`, { method: 'POST' })
