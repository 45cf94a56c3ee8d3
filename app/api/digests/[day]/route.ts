import { getDigest } from '@/lib/alerts/digest'
import { Digest, DigestParams } from '@/lib/alerts/digest/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/digests/[day]', {
  GET: operation({
    summary: 'The digest of a day; `today`: as it would be written now',
    access: 'FOUNDER',
    params: DigestParams,
    response: Digest,
    handler: ({ ctx, params }) => getDigest(ctx, params.day),
  }),
})
