import { queryOptions } from '@tanstack/react-query'
import type {
  AlertChannelInput,
  AlertChannelList,
  AlertChannelPatch,
  AlertChannelSaved,
  ChannelTest,
  DeletedAlertChannel,
} from '@/lib/alerts/channels/contract'
import { api } from '@/lib/http/browser'

const path = '/api/alert-channels'
const refreshMs = 30_000

/** All channels with their health, and the kinds that can be added. */
export function channelsQuery() {
  return queryOptions({
    queryKey: ['alert-channels'],
    queryFn: ({ signal }) => api<AlertChannelList>(path, { signal }),
    refetchInterval: refreshMs,
  })
}

export const createChannel = (body: AlertChannelInput) => api<AlertChannelSaved>(path, { method: 'POST', body })
export const updateChannel = (id: string, body: AlertChannelPatch) =>
  api<AlertChannelSaved>(`${path}/${id}`, { method: 'PATCH', body })
export const deleteChannel = (id: string) => api<DeletedAlertChannel>(`${path}/${id}`, { method: 'DELETE' })
export const testChannel = (id: string) => api<ChannelTest>(`${path}/${id}/test`, { method: 'POST' })
