import { defineRoute, operation } from '@/lib/http'
import { revokeApiKey } from '@/lib/members/api-keys'
import { ApiKey, ApiKeyParams } from '@/lib/members/api-keys/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/api-keys/[id]', {
  DELETE: operation({
    summary: 'Revoke a key at once',
    access: 'FOUNDER',
    params: ApiKeyParams,
    response: ApiKey,
    handler: ({ ctx, params }) => revokeApiKey(ctx, params.id),
  }),
})
