import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import type { AlertRuleList } from '@/lib/alerts/rules/contract'
import type {
  MaintenanceWindow,
  MaintenanceWindowInput,
  MaintenanceWindowList,
  MaintenanceWindowPatch,
  Silence,
  SilenceInput,
  SilencePage,
} from '@/lib/alerts/silences/contract'
import { api } from '@/lib/http/browser'
import type { CompanySettings } from '@/lib/settings/contract'

/** They begin and end by themselves. */
const refetchInterval = 30_000

/** Those in force and still to come; more than 200 at once nobody can look through. */
export function silencesQuery() {
  return queryOptions({
    queryKey: ['silences', 'active'],
    queryFn: ({ signal }) => api<SilencePage>('/api/silences?active=true&limit=200', { signal }),
    select: (page) => page.items,
    refetchInterval,
  })
}

export function pastSilencesQuery(rows: number) {
  return pagedQueryOptions<Silence>({
    queryKey: ['silences', 'past'],
    fetchPage: (paging, signal) =>
      api<SilencePage>(`/api/silences?${queryString({ active: 'false', ...paging })}`, { signal }),
    rows,
  })
}

export function maintenanceQuery() {
  return queryOptions({
    queryKey: ['maintenance-windows'],
    queryFn: ({ signal }) => api<MaintenanceWindowList>('/api/maintenance-windows', { signal }),
    select: (list) => list.items,
    refetchInterval,
  })
}

/** The rules by name, for those who choose one. */
export function ruleNamesQuery() {
  return queryOptions({
    queryKey: ['alert-rules'],
    queryFn: ({ signal }) => api<AlertRuleList>('/api/alert-rules', { signal }),
    select: (list) => list.items.map(({ name, title }) => ({ name, title })),
  })
}

export function companyTimeZoneQuery() {
  return queryOptions({
    queryKey: ['settings', 'company'],
    queryFn: ({ signal }) => api<CompanySettings>('/api/settings/company', { signal }),
    select: ({ timeZone }) => timeZone,
  })
}

export const createSilence = (body: SilenceInput) => api<Silence>('/api/silences', { method: 'POST', body })
export const endSilence = (id: string) => api<Silence>(`/api/silences/${id}`, { method: 'DELETE' })

const windows = '/api/maintenance-windows'
export const createWindow = (body: MaintenanceWindowInput) => api<MaintenanceWindow>(windows, { method: 'POST', body })
export const updateWindow = (id: string, body: MaintenanceWindowPatch) =>
  api<MaintenanceWindow>(`${windows}/${id}`, { method: 'PATCH', body })
export const deleteWindow = (id: string) => api<{ id: string }>(`${windows}/${id}`, { method: 'DELETE' })
