import { acknowledgeAlert } from '@/lib/alerts'
import { Alert, AlertParams } from '@/lib/alerts/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alerts/[id]/acknowledge', {
  POST: operation({
    summary: 'Say that somebody is on it: it is told no further',
    access: 'FOUNDER',
    params: AlertParams,
    response: Alert,
    handler: ({ ctx, params }) => acknowledgeAlert(ctx, params.id),
  }),
})
