import { assignAlert } from '@/lib/alerts'
import { Alert, AlertAssignment, AlertParams } from '@/lib/alerts/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alerts/[id]/assign', {
  POST: operation({
    summary: 'Give an alert to a person, or to nobody',
    access: 'FOUNDER',
    params: AlertParams,
    body: AlertAssignment,
    response: Alert,
    handler: ({ ctx, params, body }) => assignAlert(ctx, params.id, body.assigneeId),
  }),
})
