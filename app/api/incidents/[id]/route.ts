import { defineRoute, operation } from '@/lib/http'
import { getIncident, updateIncident } from '@/lib/incidents'
import { Incident, IncidentDetail, IncidentParams, IncidentPatch } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]', {
  GET: operation({
    summary: 'An incident with its timeline, alerts, action items and post-mortem',
    access: 'FOUNDER',
    params: IncidentParams,
    response: IncidentDetail,
    handler: ({ ctx, params }) => getIncident(ctx, params.id),
  }),
  PATCH: operation({
    summary: 'Change title, class, state or assignee of an incident',
    access: 'FOUNDER',
    params: IncidentParams,
    body: IncidentPatch,
    response: Incident,
    handler: ({ ctx, params, body }) => updateIncident(ctx, params.id, body),
  }),
})
