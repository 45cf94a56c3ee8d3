import { SystemHealth, systemHealthResponse } from '@/lib/health'
import { defineRoute, operation } from '@/lib/http'
import { checks } from '@/lib/runtime'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/system/health', {
  GET: operation({
    summary: 'Every health check; with Accept: application/health+json in that format',
    access: 'public',
    rateLimit: 'none',
    identifies: true,
    response: SystemHealth,
    rawResponse: '503 with the same body when unhealthy, cacheable for 3 s, two formats',
    notes: {
      alsoAnswers: [503],
      media: { 'application/health+json': '{"status":"pass","checks":{}}' },
    },
    handler: ({ ctx, request }) => systemHealthResponse(ctx, request, checks),
  }),
})
