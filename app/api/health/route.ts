import { ServerHealth, serverHealthResponse } from '@/lib/health'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/health', {
  GET: operation({
    summary: 'The server and its database in a few words',
    access: 'public',
    rateLimit: 'none',
    response: ServerHealth,
    rawResponse: '503 with the same body when the database does not answer',
    notes: { alsoAnswers: [503] },
    handler: () => serverHealthResponse(),
  }),
})
