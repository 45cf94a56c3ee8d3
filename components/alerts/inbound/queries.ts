import { queryOptions } from '@tanstack/react-query'
import type { AlertInbound, AlertInboundInput, AlertInboundList, NewAlertInbound } from '@/lib/alerts/inbound/contract'
import { api } from '@/lib/http/browser'

const path = '/api/alert-inbound'

export const inboundQuery = () =>
  queryOptions({
    queryKey: ['alert-inbound'],
    queryFn: ({ signal }) => api<AlertInboundList>(path, { signal }),
  })

export const createInbound = (body: AlertInboundInput) => api<NewAlertInbound>(path, { method: 'POST', body })

export const revokeInbound = (id: string) => api<AlertInbound>(`${path}/${id}`, { method: 'DELETE' })
