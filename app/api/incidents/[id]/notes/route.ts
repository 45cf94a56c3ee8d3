import { defineRoute, operation } from '@/lib/http'
import { addNote } from '@/lib/incidents'
import { IncidentNote, IncidentParams, TimelineEntry } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]/notes', {
  POST: operation({
    summary: 'Add a note to the timeline of an incident',
    access: 'FOUNDER',
    params: IncidentParams,
    body: IncidentNote,
    response: TimelineEntry,
    status: 201,
    handler: ({ ctx, params, body }) => addNote(ctx, params.id, body),
  }),
})
