import { listDrills } from '@/lib/alerts/drill'
import { AlertDrillPage, AlertDrillQuery } from '@/lib/alerts/drill/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-drills', {
  GET: operation({
    summary: 'Alert drills, newest first',
    access: 'FOUNDER',
    query: AlertDrillQuery,
    response: AlertDrillPage,
    handler: ({ ctx, query }) => listDrills(ctx, query),
  }),
})
