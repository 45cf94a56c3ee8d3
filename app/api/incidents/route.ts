import { defineRoute, operation } from '@/lib/http'
import { listIncidents, openIncident } from '@/lib/incidents'
import { Incident, IncidentInput, IncidentPage, IncidentQuery } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents', {
  GET: operation({
    summary: 'Incidents, newest first',
    access: 'FOUNDER',
    query: IncidentQuery,
    response: IncidentPage,
    handler: ({ ctx, query }) => listIncidents(ctx, query),
  }),
  POST: operation({
    summary: 'Open an incident by hand',
    access: 'FOUNDER',
    body: IncidentInput,
    response: Incident,
    status: 201,
    handler: ({ ctx, body }) => openIncident(ctx, body),
  }),
})
