import { listDeliveries } from '@/lib/alerts/deliver'
import { DeliveryPage, DeliveryQuery } from '@/lib/alerts/deliver/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/deliveries', {
  GET: operation({
    summary: 'What was sent or waits to be, newest first',
    access: 'FOUNDER',
    query: DeliveryQuery,
    response: DeliveryPage,
    handler: ({ ctx, query }) => listDeliveries(ctx, query),
  }),
})
