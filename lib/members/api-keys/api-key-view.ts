import { toWire } from '../../wire'
import { type ApiKey, ApiKeyScope } from './contract'

/** Everything but the hash of the key. */
export const apiKeyColumns = {
  id: true,
  name: true,
  scopes: true,
  keyPrefix: true,
  sourceId: true,
  createdAt: true,
  createdByName: true,
  lastUsedAt: true,
  expiresAt: true,
} as const

type Row = Omit<ApiKey, 'scopes' | 'createdAt' | 'lastUsedAt' | 'expiresAt'> & {
  scopes: string[]
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

export function toApiKey(row: Row): ApiKey {
  return { ...toWire(row), scopes: ApiKeyScope.array().parse(row.scopes) }
}
