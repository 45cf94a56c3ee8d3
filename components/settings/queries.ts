import { queryOptions } from '@tanstack/react-query'
import type { AlertChannelList } from '@/lib/alerts/channels/contract'
import type { AlertSettings, AlertSettingsPatch } from '@/lib/alerts/contract'
import { api } from '@/lib/http/browser'
import type { CompanySettings, CompanySettingsPatch } from '@/lib/settings/contract'

export function companyQuery() {
  return queryOptions({
    queryKey: ['settings', 'company'],
    queryFn: ({ signal }) => api<CompanySettings>('/api/settings/company', { signal }),
  })
}

export function alertSettingsQuery() {
  return queryOptions({
    queryKey: ['settings', 'alerts'],
    queryFn: ({ signal }) => api<AlertSettings>('/api/alert-settings', { signal }),
  })
}

/** The channels that can be chosen, by name. */
export function channelNamesQuery() {
  return queryOptions({
    queryKey: ['alert-channels'],
    queryFn: ({ signal }) => api<AlertChannelList>('/api/alert-channels', { signal }),
    select: ({ items }) => items.map(({ id, name, type, isEnabled }) => ({ id, name, type, isEnabled })),
  })
}
export type ChannelName = { id: string; name: string; type: string; isEnabled: boolean }

export const updateCompany = (body: CompanySettingsPatch) =>
  api<CompanySettings>('/api/settings/company', { method: 'PATCH', body })
export const updateAlertSettings = (body: AlertSettingsPatch) =>
  api<AlertSettings>('/api/alert-settings', { method: 'PATCH', body })
