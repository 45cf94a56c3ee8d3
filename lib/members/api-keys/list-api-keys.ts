import type { Context } from '../../context'
import { getDb } from '../../db'
import { apiKeyColumns, toApiKey } from './api-key-view'
import type { ApiKeyList } from './contract'

/** The keys that were not revoked, newest first; those that have expired among them. */
export async function listApiKeys(_ctx: Context): Promise<ApiKeyList> {
  const rows = await getDb().apiKey.findMany({
    where: { revokedAt: null },
    select: apiKeyColumns,
    orderBy: { id: 'desc' },
  })
  return { items: rows.map(toApiKey), nextCursor: null }
}
