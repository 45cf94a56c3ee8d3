import { revokeInbound } from '@/lib/alerts/inbound'
import { AlertInbound, AlertInboundParams } from '@/lib/alerts/inbound/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-inbound/[id]', {
  DELETE: operation({
    summary: 'Close an address at once',
    access: 'FOUNDER',
    params: AlertInboundParams,
    response: AlertInbound,
    handler: ({ ctx, params }) => revokeInbound(ctx, params.id),
  }),
})
