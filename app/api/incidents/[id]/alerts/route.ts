import { defineRoute, operation } from '@/lib/http'
import { attachAlert } from '@/lib/incidents'
import { AlertOfIncidentInput, Incident, IncidentParams } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]/alerts', {
  POST: operation({
    summary: 'Add an alert to an incident',
    access: 'FOUNDER',
    params: IncidentParams,
    body: AlertOfIncidentInput,
    response: Incident,
    status: 201,
    handler: ({ ctx, params, body }) => attachAlert(ctx, params.id, body.alertId),
  }),
})
