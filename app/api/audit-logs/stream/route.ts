import { z } from 'zod'
import { AuditStreamQuery } from '@/lib/audit/contract'
import { streamResponse } from '@/lib/audit/stream'
import { type Access, defineRoute, isStillPermitted, operation } from '@/lib/http'

const access: Access = { role: 'FOUNDER', scope: 'audit:read' }

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/stream', {
  GET: operation({
    summary: 'New events as they are sealed, as server-sent events; goes on after Last-Event-ID',
    access,
    query: AuditStreamQuery,
    response: z.string(),
    rawResponse: 'text/event-stream: id is seq, event is audit or reset',
    notes: {
      isNotJson: true,
      media: { 'text/event-stream': 'id: 1024\nevent: audit\ndata: {"action":"LOGIN"}\n\n' },
      headers: z.object({ 'Last-Event-ID': z.string().optional().meta({ description: 'Go on after this seq' }) }),
    },
    handler: async ({ request, query }) => streamResponse(request, query, () => isStillPermitted(request, access)),
  }),
})
