import { getDelivery } from '@/lib/alerts/deliver'
import { DeliveryDetail, DeliveryParams } from '@/lib/alerts/deliver/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/deliveries/[id]', {
  GET: operation({
    summary: 'One delivery with what it says and every attempt',
    access: 'FOUNDER',
    params: DeliveryParams,
    response: DeliveryDetail,
    handler: ({ ctx, params }) => getDelivery(ctx, params.id),
  }),
})
