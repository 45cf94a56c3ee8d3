import { healthHistory } from '@/lib/health'
import { HealthHistory, HealthHistoryQuery } from '@/lib/health/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/health/history', {
  GET: operation({
    summary: 'Uptime, response times and use of resources over 24 hours, 7, 30 or 90 days',
    access: 'ADMIN',
    query: HealthHistoryQuery,
    response: HealthHistory,
    handler: ({ ctx, query }) => healthHistory(ctx, query.range),
  }),
})
