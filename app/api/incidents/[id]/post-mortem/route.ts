import { defineRoute, operation } from '@/lib/http'
import { writePostMortem } from '@/lib/incidents'
import { Incident, IncidentParams, PostMortem } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]/post-mortem', {
  PUT: operation({
    summary: 'Write the post-mortem of an incident, in Markdown',
    access: 'FOUNDER',
    params: IncidentParams,
    body: PostMortem,
    response: Incident,
    handler: ({ ctx, params, body }) => writePostMortem(ctx, params.id, body),
  }),
})
