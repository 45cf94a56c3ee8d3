import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import { api } from '@/lib/http/browser'
import type { DeletedLead, Lead, LeadDetail, LeadInput, LeadPage, LeadPatch, LeadStatus } from '@/lib/leads/contract'

export interface LeadFilters {
  search: string
  status: LeadStatus | null
}

export function leadsQuery(filters: LeadFilters, rows: number) {
  return pagedQueryOptions<Lead>({
    queryKey: ['leads', 'list', filters],
    fetchPage: (paging, signal) => api<LeadPage>(`/api/leads?${queryString({ ...filters, ...paging })}`, { signal }),
    rows,
  })
}

export function leadQuery(id: string) {
  return queryOptions({
    queryKey: ['leads', 'detail', id],
    queryFn: ({ signal }) => api<LeadDetail>(`/api/leads/${id}`, { signal }),
  })
}

export const createLead = (body: LeadInput) => api<Lead>('/api/leads', { method: 'POST', body })
export const updateLead = (id: string, body: LeadPatch) => api<Lead>(`/api/leads/${id}`, { method: 'PATCH', body })
export const deleteLead = (id: string) => api<DeletedLead>(`/api/leads/${id}`, { method: 'DELETE' })
