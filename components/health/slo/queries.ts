import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/http/browser'
import type {
  SloCorrection,
  SloCorrectionInput,
  SloCorrectionList,
  SloMonthList,
  SloReport,
  SloTargets,
  SloTargetsPatch,
} from '@/lib/slo/contract'

/** A budget of 30 days does not change from second to second. */
const refetchInterval = 30_000

export function sloQuery() {
  return queryOptions({
    queryKey: ['slos', 'report'],
    queryFn: ({ signal }) => api<SloReport>('/api/slos', { signal }),
    refetchInterval,
  })
}

export function sloMonthsQuery() {
  return queryOptions({
    queryKey: ['slos', 'months'],
    queryFn: ({ signal }) => api<SloMonthList>('/api/slos/months', { signal }),
    select: ({ items }) => items,
  })
}

export function correctionsQuery() {
  return queryOptions({
    queryKey: ['slos', 'corrections'],
    queryFn: ({ signal }) => api<SloCorrectionList>('/api/slos/corrections', { signal }),
    select: ({ items }) => items,
  })
}

export const exportHref = '/api/slos/export'
export const updateTargets = (body: SloTargetsPatch) => api<SloTargets>('/api/slos', { method: 'PATCH', body })
export const createCorrection = (body: SloCorrectionInput) =>
  api<SloCorrection>('/api/slos/corrections', { method: 'POST', body })
export const removeCorrection = (id: string) => api<SloCorrection>(`/api/slos/corrections/${id}`, { method: 'DELETE' })
