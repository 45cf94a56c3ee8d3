import { replayDelivery } from '@/lib/alerts/deliver'
import { Delivery, DeliveryParams } from '@/lib/alerts/deliver/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/deliveries/[id]/replay', {
  POST: operation({
    summary: 'Send what was given up again',
    access: 'FOUNDER',
    params: DeliveryParams,
    response: Delivery,
    handler: ({ ctx, params }) => replayDelivery(ctx, params.id),
  }),
})
