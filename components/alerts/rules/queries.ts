import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AlertRule, AlertRuleList, AlertRulePatch, RulePreview } from '@/lib/alerts/rules/contract'
import { api } from '@/lib/http/browser'

export type RuleSettings = Record<string, number>

export function rulesQuery() {
  return queryOptions({
    queryKey: ['alert-rules', 'list'],
    queryFn: ({ signal }) => api<AlertRuleList>('/api/alert-rules', { signal }),
  })
}

export function ruleQuery(name: string) {
  return queryOptions({
    queryKey: ['alert-rules', 'detail', name],
    queryFn: ({ signal }) => api<AlertRule>(`/api/alert-rules/${encodeURIComponent(name)}`, { signal }),
  })
}

/** What these numbers would have done; the answer before stands until the next one is there. */
export function previewQuery(name: string, settings: RuleSettings) {
  return queryOptions({
    queryKey: ['alert-rules', 'preview', name, settings],
    queryFn: ({ signal }) =>
      api<RulePreview>(`/api/alert-rules/${encodeURIComponent(name)}/preview`, {
        method: 'POST',
        body: { settings },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // A refused number stays refused.
    retry: false,
  })
}

export const updateRule = (name: string, body: AlertRulePatch) =>
  api<AlertRule>(`/api/alert-rules/${encodeURIComponent(name)}`, { method: 'PATCH', body })
