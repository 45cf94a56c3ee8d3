import { listDigests } from '@/lib/alerts/digest'
import { DigestPage, DigestQuery } from '@/lib/alerts/digest/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/digests', {
  GET: operation({
    summary: 'Days that have a digest, newest first',
    access: 'FOUNDER',
    query: DigestQuery,
    response: DigestPage,
    handler: ({ ctx, query }) => listDigests(ctx, query),
  }),
})
