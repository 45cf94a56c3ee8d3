import { defineRoute, operation } from '@/lib/http'
import { createApiKey, listApiKeys } from '@/lib/members/api-keys'
import { ApiKeyInput, ApiKeyList, NewApiKey } from '@/lib/members/api-keys/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/api-keys', {
  GET: operation({
    summary: 'Keys with which programs call Daybook',
    access: 'FOUNDER',
    response: ApiKeyList,
    handler: ({ ctx }) => listApiKeys(ctx),
  }),
  POST: operation({
    summary: 'Make a key; it is shown once',
    access: 'FOUNDER',
    body: ApiKeyInput,
    response: NewApiKey,
    status: 201,
    handler: ({ ctx, body }) => createApiKey(ctx, body),
  }),
})
