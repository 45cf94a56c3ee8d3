import { createInbound, listInbound } from '@/lib/alerts/inbound'
import { AlertInboundInput, AlertInboundList, NewAlertInbound } from '@/lib/alerts/inbound/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-inbound', {
  GET: operation({
    summary: 'Addresses at which other systems hand in their alerts',
    access: 'FOUNDER',
    response: AlertInboundList,
    handler: ({ ctx }) => listInbound(ctx),
  }),
  POST: operation({
    summary: 'Open an address; its key is shown once',
    access: 'FOUNDER',
    body: AlertInboundInput,
    response: NewAlertInbound,
    status: 201,
    handler: ({ ctx, body }) => createInbound(ctx, body),
  }),
})
