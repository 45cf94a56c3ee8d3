import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import type { Alert, AlertDetail, AlertPage, AlertSeverity } from '@/lib/alerts/contract'
import type { Delivery, DeliveryDetail, DeliveryPage } from '@/lib/alerts/deliver/contract'
import { api } from '@/lib/http/browser'

/** A founder waits for these: what is open is asked for every few seconds. */
const openEveryMs = 5_000

export type AlertView = 'open' | 'RESOLVED'

export function alertsQuery(view: AlertView, severity: AlertSeverity | null, rows: number) {
  return {
    ...pagedQueryOptions<Alert>({
      queryKey: ['alerts', 'list', view, severity],
      fetchPage: (paging, signal) =>
        api<AlertPage>(`/api/alerts?${queryString({ state: view, severity, ...paging })}`, { signal }),
      rows,
    }),
    refetchInterval: openEveryMs,
  }
}

/** How many are open, and whether anybody would be told. */
export function alertSummaryQuery() {
  return queryOptions({
    queryKey: ['alerts', 'summary'],
    queryFn: ({ signal }) => api<AlertPage>('/api/alerts?state=open&limit=1', { signal }),
    refetchInterval: openEveryMs,
  })
}

export function alertQuery(id: string) {
  return queryOptions({
    queryKey: ['alerts', 'detail', id],
    queryFn: ({ signal }) => api<AlertDetail>(`/api/alerts/${id}`, { signal }),
    refetchInterval: openEveryMs,
  })
}

interface Person {
  id: string
  name: string
  disabledAt: string | null
}

/** Who an alert can be given to. */
export function peopleQuery() {
  return queryOptions({
    queryKey: ['alerts', 'people'],
    queryFn: ({ signal }) => api<{ items: Person[] }>('/api/members?limit=200', { signal }),
  })
}

export const acknowledgeAlert = (id: string) => api<Alert>(`/api/alerts/${id}/acknowledge`, { method: 'POST' })
export const resolveAlert = (id: string) => api<Alert>(`/api/alerts/${id}/resolve`, { method: 'POST' })
export const assignAlert = (id: string, assigneeId: string | null) =>
  api<Alert>(`/api/alerts/${id}/assign`, { method: 'POST', body: { assigneeId } })

interface SilenceBody {
  reason: string
  rule: string
  fingerprint: string
  endsAt: string
}
export const silenceAlert = (body: SilenceBody) => api<unknown>('/api/silences', { method: 'POST', body })

export function deliveriesQuery(status: Delivery['status'] | null, rows: number) {
  return {
    ...pagedQueryOptions<Delivery>({
      queryKey: ['alerts', 'deliveries', status],
      fetchPage: (paging, signal) =>
        api<DeliveryPage>(`/api/deliveries?${queryString({ status, ...paging })}`, { signal }),
      rows,
    }),
    refetchInterval: openEveryMs,
  }
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['alerts', 'delivery', id],
    queryFn: ({ signal }) => api<DeliveryDetail>(`/api/deliveries/${id}`, { signal }),
  })
}

export const replayDelivery = (id: string) => api<Delivery>(`/api/deliveries/${id}/replay`, { method: 'POST' })
