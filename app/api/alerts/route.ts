import { listAlerts } from '@/lib/alerts'
import { AlertPage, AlertQuery } from '@/lib/alerts/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alerts', {
  GET: operation({
    summary: 'Alerts, newest first; the open ones with the worst first',
    access: 'FOUNDER',
    query: AlertQuery,
    response: AlertPage,
    handler: ({ ctx, query }) => listAlerts(ctx, query),
  }),
})
