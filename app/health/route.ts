import { Liveness, liveness } from '@/lib/health'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/health', {
  GET: operation({
    summary: 'Whether the process is alive; asks nothing outside of it',
    access: 'public',
    rateLimit: 'none',
    response: Liveness,
    handler: async () => liveness(),
  }),
})
