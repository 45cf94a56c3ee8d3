import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import type { Digest, DigestPage, DigestSummary } from '@/lib/alerts/digest/contract'
import { api } from '@/lib/http/browser'

/** The day that is not over: its digest is made anew each time. */
export const today = 'today'
const todayEveryMs = 60_000

export function digestQuery(day: string) {
  return queryOptions({
    queryKey: ['digests', 'day', day],
    queryFn: ({ signal }) => api<Digest>(`/api/digests/${day}`, { signal }),
    refetchInterval: day === today ? todayEveryMs : false,
  })
}

export const digestsQuery = (rows: number) =>
  pagedQueryOptions<DigestSummary>({
    queryKey: ['digests', 'list'],
    fetchPage: (paging, signal) => api<DigestPage>(`/api/digests?${queryString({ ...paging })}`, { signal }),
    rows,
  })
