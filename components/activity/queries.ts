import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { AuditEvent, AuditPage, AuditStats, SystemLogs } from '@/lib/audit/contract'
import type { SystemHealth } from '@/lib/health/contract'
import { ApiError, api } from '@/lib/http/browser'
import type { Chain } from '@/lib/traces/contract'
import { type EventPage, type Feed, withHead } from './feed'
import { type ActivityFilters, isFiltered, searchParamsOf } from './filters'

/** How often what is happening now is asked for while no stream tells it. */
export const refreshMs = 10_000
/** While a stream does: what no event tells (health), and whether the stream still speaks the truth. */
export const quietRefreshMs = 30_000

const pageSize = 50
/** When too much was missed: this many events at a time, so often at most. Beyond that a gap is shown. */
const catchUp = { pageSize: 200, pages: 5 }

const pageOf = ({ data, pagination }: AuditPage): EventPage => ({ events: data, next: pagination.nextCursor })

/** The newest events. Without filters from the endpoint that does not count, because this runs every few seconds. */
async function fetchHead(filters: ActivityFilters, signal: AbortSignal): Promise<EventPage> {
  if (isFiltered(filters)) return fetchEvents(filters, undefined, { signal })
  const { logs } = await api<SystemLogs>(`/api/system/audit-logs?type=${filters.view}&limit=${pageSize}`, { signal })
  return { events: logs, next: logs.length === pageSize ? (logs.at(-1)?.id ?? null) : null }
}

/** A page of events older than `after`. It can be short, even empty, although more follows. */
export async function fetchEvents(
  filters: ActivityFilters,
  after: string | undefined,
  { limit = pageSize, ...options }: { limit?: number; signal?: AbortSignal } = {},
): Promise<EventPage> {
  const params = searchParamsOf(filters, Date.now())
  params.set('limit', String(limit))
  if (after !== undefined) params.set('cursor', after)
  return pageOf(await api<AuditPage>(`/api/audit-logs?${params}`, options))
}

/** The newest events down to `oldest`, as one page. */
async function fetchDownTo(oldest: string, filters: ActivityFilters, signal: AbortSignal): Promise<EventPage> {
  const options = { limit: catchUp.pageSize, signal }
  let { events, next } = await fetchEvents(filters, undefined, options)
  for (let pages = 1; pages < catchUp.pages && next !== null && next > oldest; pages += 1) {
    const older = await fetchEvents(filters, next, options)
    events = [...events, ...older.events]
    next = older.next
  }
  return { events, next }
}

/** The feed: each refresh adds the newest page to what is known; older pages and the stream add to the same data. */
export function feedQuery(filters: ActivityFilters) {
  const queryKey = ['activity', 'feed', filters] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<Feed> => {
      const known = client.getQueryData<Feed>(queryKey)
      const oldest = known?.waiting ? known.entries.at(-1)?.event.id : undefined
      const page = oldest === undefined ? await fetchHead(filters, signal) : await fetchDownTo(oldest, filters, signal)
      // Read after the answer: older pages and new events may have been added meanwhile.
      return withHead(client.getQueryData<Feed>(queryKey), page, Date.now())
    },
    structuralSharing: false,
  })
}

/** The stream of events that follow on place `seenTo`; from the first one on when no place is known. */
export function streamAddress(filters: ActivityFilters, seenTo: number | null | undefined): string {
  const params = searchParamsOf(filters, Date.now())
  // The browser's own Last-Event-ID wins when it resumes.
  params.set('lastEventId', String(seenTo ?? -1))
  return `/api/audit-logs/stream?${params}`
}

/** Whether a query is of the panels beside the feed, which any new event changes. */
export function isNumbers([noun, part]: readonly unknown[]): boolean {
  return noun === 'activity' && (part === 'stats' || part === 'health')
}

/** Whether a query is for the newest event of a severity, which only an error changes. */
export function isNewest([noun, part]: readonly unknown[]): boolean {
  return noun === 'activity' && part === 'newest'
}

export interface ExportSize {
  total: number
  /** There may be more than `total`. */
  isCapped: boolean
}

/** How many events an export of this feed would hold. */
export function exportSizeQuery(filters: ActivityFilters, nowMs: number) {
  return queryOptions({
    queryKey: ['activity', 'export-size', filters, nowMs],
    queryFn: async ({ signal }): Promise<ExportSize> => {
      const params = searchParamsOf(filters, nowMs)
      params.set('limit', '1')
      const { pagination } = await api<AuditPage>(`/api/audit-logs?${params}`, { signal })
      return { total: pagination.total, isCapped: pagination.totalIsCapped }
    },
    gcTime: 0,
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

/** How often an event that waits for its seal, which comes within a second or two, is asked for again. */
const sealWaitMs = 3_000

/** One event. Once it is sealed it does not change, so it is loaded once; `known` spares even that. */
export function eventQuery(id: string, known?: AuditEvent) {
  return queryOptions({
    queryKey: ['activity', 'event', id],
    queryFn: async ({ signal }) => {
      const answer = await api<{ data: AuditEvent }>(`/api/audit-logs/${encodeURIComponent(id)}`, { signal })
      return answer.data
    },
    staleTime: ({ state }) => (isWaiting(state.data) ? 0 : Number.POSITIVE_INFINITY),
    refetchInterval: ({ state }) => (isWaiting(state.data) ? sealWaitMs : false),
    ...(known && { initialData: known }),
  })
}

const isWaiting = (event: AuditEvent | undefined) => event !== undefined && event.seq === null

/** Everything with one correlation id. It grows while it is looked at: a message is sent, a job ends. */
export function chainQuery(id: string) {
  return queryOptions({
    queryKey: ['activity', 'chain', id],
    queryFn: ({ signal }) => api<Chain>(`/api/correlations/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: refreshMs,
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
