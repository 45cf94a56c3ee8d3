import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import type { AlertPage } from '@/lib/alerts/contract'
import type { AlertRuleList } from '@/lib/alerts/rules/contract'
import { api } from '@/lib/http/browser'
import type {
  ActionItem,
  ActionItemInput,
  Incident,
  IncidentDetail,
  IncidentInput,
  IncidentPage,
  IncidentPatch,
  PostMortem,
  TimelineEntry,
} from '@/lib/incidents/contract'

/** While trouble goes on, the page follows it without being asked. */
const refetchMs = 15_000

export interface IncidentFilters {
  search?: string
  open?: 'true' | 'false'
}

export function incidentsQuery(filters: IncidentFilters, rows: number) {
  return pagedQueryOptions<Incident>({
    queryKey: ['incidents', 'list', filters],
    fetchPage: (paging, signal) =>
      api<IncidentPage>(`/api/incidents?${queryString({ ...filters, ...paging })}`, { signal }),
    rows,
  })
}

export function incidentQuery(id: string) {
  return queryOptions({
    queryKey: ['incidents', 'detail', id],
    queryFn: ({ signal }) => api<IncidentDetail>(`/api/incidents/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'CLOSED' ? false : refetchMs),
  })
}

/** Somebody who can sign in. */
export interface Person {
  id: string
  name: string
  disabledAt: string | null
}

export function peopleQuery() {
  return queryOptions({
    queryKey: ['incidents', 'people'],
    queryFn: async ({ signal }) =>
      (await api<{ items: Person[] }>('/api/members?limit=200', { signal })).items.filter(
        ({ disabledAt }) => disabledAt === null,
      ),
    retry: false,
    staleTime: 60_000,
  })
}

/** Alerts that are open and belong to no incident yet. */
export function looseAlertsQuery() {
  return queryOptions({
    queryKey: ['incidents', 'looseAlerts'],
    queryFn: async ({ signal }) =>
      (await api<AlertPage>('/api/alerts?state=open&limit=50', { signal })).items.filter(
        ({ incident }) => incident === null,
      ),
    retry: false,
  })
}

/** What to look at and what to do when this rule fires, in Markdown. */
export function runbookQuery(rule: string) {
  return queryOptions({
    queryKey: ['incidents', 'runbooks'],
    queryFn: ({ signal }) => api<AlertRuleList>('/api/alert-rules', { signal }),
    select: ({ items }) => {
      const known = items.find(({ name }) => name === rule)
      // The sheet has the title already.
      return { title: known?.title ?? rule, text: known?.runbook.replace(/^# .*\n+/, '') ?? '' }
    },
    staleTime: 600_000,
  })
}

export const openIncident = (body: IncidentInput) => api<Incident>('/api/incidents', { method: 'POST', body })

export const updateIncident = (id: string, body: IncidentPatch) =>
  api<Incident>(`/api/incidents/${id}`, { method: 'PATCH', body })

export const addNote = (id: string, text: string) =>
  api<TimelineEntry>(`/api/incidents/${id}/notes`, { method: 'POST', body: { text } })

export const writePostMortem = (id: string, body: PostMortem) =>
  api<Incident>(`/api/incidents/${id}/post-mortem`, { method: 'PUT', body })

export const addActionItem = (id: string, body: ActionItemInput) =>
  api<ActionItem>(`/api/incidents/${id}/actions`, { method: 'POST', body })

export const setActionItemDone = (id: string, actionId: string, isDone: boolean) =>
  api<ActionItem>(`/api/incidents/${id}/actions/${actionId}`, { method: 'PATCH', body: { isDone } })

export const attachAlert = (id: string, alertId: string) =>
  api<Incident>(`/api/incidents/${id}/alerts`, { method: 'POST', body: { alertId } })

export const detachAlert = (id: string, alertId: string) =>
  api<Incident>(`/api/incidents/${id}/alerts/${alertId}`, { method: 'DELETE' })
