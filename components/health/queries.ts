import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { HealthDetails, HealthHistory, HealthRange, SystemHealth } from '@/lib/health/contract'
import { ApiError, api } from '@/lib/http/browser'

/** As often as the page looks; not while it is hidden. */
export const refreshMs = 12_000
/** A minute has one snapshot: more often there is nothing new. */
const historyMs = 30_000

/** Every check. One that is unhealthy makes the answer a 503, which is an answer all the same. */
export function checksQuery() {
  return queryOptions({
    queryKey: ['health', 'checks'],
    queryFn: async ({ signal }): Promise<SystemHealth> => {
      const response = await fetch('/api/system/health', { signal, headers: { accept: 'application/json' } }).catch(
        (cause: unknown) => {
          if (signal.aborted) throw cause
          throw new ApiError('Daybook could not be reached. Check your connection.', { status: 0 })
        },
      )
      const body: unknown = await response.json().catch(() => null)
      if (isHealth(body)) return body
      throw new ApiError(`Daybook answered with status ${response.status}.`, { status: response.status })
    },
    refetchInterval: refreshMs,
  })
}

function isHealth(body: unknown): body is SystemHealth {
  return typeof body === 'object' && body !== null && 'checks' in body
}

export function detailsQuery() {
  return queryOptions({
    queryKey: ['health', 'details'],
    queryFn: ({ signal }) => api<HealthDetails>('/api/health/details', { signal }),
    refetchInterval: refreshMs,
  })
}

/** The bars of another range take the place of those that are shown when they are there. */
export function historyQuery(range: HealthRange) {
  return queryOptions({
    queryKey: ['health', 'history', range],
    queryFn: ({ signal }) => api<HealthHistory>(`/api/health/history?range=${range}`, { signal }),
    refetchInterval: historyMs,
    placeholderData: keepPreviousData,
  })
}
