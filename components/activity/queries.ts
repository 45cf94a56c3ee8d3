import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { AuditEvent, AuditPage, AuditStats, SystemLogs } from '@/lib/audit/contract'
import type { SystemHealth } from '@/lib/health/contract'
import { ApiError, api } from '@/lib/http/browser'
import { type EventPage, type Feed, withHead } from './feed'
import { type ActivityFilters, isFiltered, searchParamsOf } from './filters'

/** How often what is happening now is asked for. */
export const refreshMs = 10_000
const pageSize = 50

const pageOf = ({ data, pagination }: AuditPage): EventPage => ({
  events: data,
  hasMore: pagination.nextCursor !== null,
})

/** The newest events. Without filters from the endpoint that does not count, because this runs every 10 s. */
async function fetchHead(filters: ActivityFilters, signal: AbortSignal): Promise<EventPage> {
  if (isFiltered(filters)) return fetchEvents(filters, undefined, signal)
  const { logs } = await api<SystemLogs>(`/api/system/audit-logs?type=${filters.view}&limit=${pageSize}`, { signal })
  return { events: logs, hasMore: logs.length === pageSize }
}

/** A page of events older than `after`. */
export async function fetchEvents(
  filters: ActivityFilters,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<EventPage> {
  const params = searchParamsOf(filters, Date.now())
  params.set('limit', String(pageSize))
  if (after !== undefined) params.set('cursor', after)
  return pageOf(await api<AuditPage>(`/api/audit-logs?${params}`, signal ? { signal } : {}))
}

/** The feed: each refresh adds the newest page to what is known; older pages are added to the same data. */
export function feedQuery(filters: ActivityFilters) {
  const queryKey = ['activity', 'feed', filters] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<Feed> => {
      const page = await fetchHead(filters, signal)
      // Read after the answer: older pages may have been added meanwhile.
      return withHead(client.getQueryData<Feed>(queryKey), page, Date.now())
    },
    structuralSharing: false,
  })
}

export function statsQuery() {
  return queryOptions({
    queryKey: ['activity', 'stats'],
    queryFn: ({ signal }) => api<AuditStats>('/api/system/audit-logs?type=stats', { signal }),
  })
}

/** The newest event of one severity, for the verdict. */
export function newestQuery(severity: 'ERROR' | 'CRITICAL') {
  return queryOptions({
    queryKey: ['activity', 'newest', severity],
    queryFn: async ({ signal }) => {
      const page = await api<AuditPage>(`/api/audit-logs?severity=${severity}&limit=1`, { signal })
      return page.data[0] ?? null
    },
  })
}

/** The health of the system. 503 is an answer here: it carries the same body. */
export function healthQuery() {
  return queryOptions({
    queryKey: ['activity', 'health'],
    queryFn: ({ signal }) => fetchHealth(signal),
  })
}

async function fetchHealth(signal: AbortSignal): Promise<SystemHealth> {
  const timeout = AbortSignal.timeout(20_000)
  const response = await fetch('/api/system/health', {
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, timeout]),
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause
    throw new ApiError('Daybook could not be reached. Check your connection.', { status: 0 })
  })
  const body: unknown = await response.json().catch(() => null)
  if (isHealth(body)) return body
  const requestId = response.headers.get('x-request-id')
  throw new ApiError(`Daybook answered with status ${response.status}.`, {
    status: response.status,
    ...(requestId !== null && { requestId }),
  })
}

/** A body with checks is the health body, whatever the status; a proxy's error page is not. */
function isHealth(body: unknown): body is SystemHealth {
  return typeof body === 'object' && body !== null && 'checks' in body && 'status' in body
}

/** An event that a list on this page has brought already. */
export function knownEvent(client: QueryClient, id: string): AuditEvent | undefined {
  for (const [, feed] of client.getQueriesData<Feed>({ queryKey: ['activity', 'feed'] })) {
    const entry = feed?.entries.find(({ event }) => event.id === id)
    if (entry) return entry.event
  }
  for (const [, trail] of client.getQueriesData<InfiniteData<AuditPage>>({ queryKey: ['activity', 'trail'] })) {
    const event = trail?.pages.flatMap((page) => page.data).find((each) => each.id === id)
    if (event) return event
  }
  return undefined
}

/** One event. It never changes, so it is loaded once; `known` spares even that. */
export function eventQuery(id: string, known?: AuditEvent) {
  return queryOptions({
    queryKey: ['activity', 'event', id],
    queryFn: async ({ signal }) => {
      const answer = await api<{ data: AuditEvent }>(`/api/audit-logs/${encodeURIComponent(id)}`, { signal })
      return answer.data
    },
    staleTime: Number.POSITIVE_INFINITY,
    ...(known && { initialData: known }),
  })
}

export type TrailOrder = 'desc' | 'asc'

/** Everything that happened to one thing, page by page. */
export function trailQuery(entityType: string, entityId: string, order: TrailOrder) {
  const path = `/api/audit-logs/entity/${encodeURIComponent(entityType)}/${encodeURIComponent(entityId)}`
  return infiniteQueryOptions({
    queryKey: ['activity', 'trail', entityType, entityId, order],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? '' : `&cursor=${pageParam}`
      return api<AuditPage>(`${path}?limit=${pageSize}&order=${order}${cursor}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.nextCursor,
  })
}
