import { defineRoute, operation } from '@/lib/http'
import { detachAlert } from '@/lib/incidents'
import { AlertOfIncidentParams, Incident } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]/alerts/[alertId]', {
  DELETE: operation({
    summary: 'Take an alert out of an incident',
    access: 'FOUNDER',
    params: AlertOfIncidentParams,
    response: Incident,
    handler: ({ ctx, params }) => detachAlert(ctx, params.id, params.alertId),
  }),
})
