import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/http/browser'
import type { ApiKey, ApiKeyInput, ApiKeyList, NewApiKey } from '@/lib/members/api-keys/contract'

const path = '/api/api-keys'

export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => api<ApiKeyList>(path, { signal }),
  })

export const createApiKey = (body: ApiKeyInput) => api<NewApiKey>(path, { method: 'POST', body })

export const revokeApiKey = (id: string) => api<ApiKey>(`${path}/${id}`, { method: 'DELETE' })
