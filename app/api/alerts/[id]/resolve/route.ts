import { resolveAlert } from '@/lib/alerts'
import { Alert, AlertParams } from '@/lib/alerts/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alerts/[id]/resolve', {
  POST: operation({
    summary: 'End an alert by hand',
    access: 'FOUNDER',
    params: AlertParams,
    response: Alert,
    handler: ({ ctx, params }) => resolveAlert(ctx, params.id),
  }),
})
