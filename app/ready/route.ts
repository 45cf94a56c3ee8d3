import { Readiness, readinessResponse } from '@/lib/health'
import { defineRoute, operation } from '@/lib/http'
import { isDraining } from '@/lib/runtime'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/ready', {
  GET: operation({
    summary: 'Whether this process should get requests',
    access: 'public',
    rateLimit: 'none',
    response: Readiness,
    rawResponse: '503 with the same body when not ready',
    notes: { alsoAnswers: [503] },
    handler: () => readinessResponse(isDraining()),
  }),
})
