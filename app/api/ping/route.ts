import { Ping, ping } from '@/lib/health'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/ping', {
  GET: operation({
    summary: 'Answers pong',
    access: 'public',
    rateLimit: 'none',
    response: Ping,
    handler: async () => ping(),
  }),
})
