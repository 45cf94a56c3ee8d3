import { listEvents } from '@/lib/audit'
import { AuditListQuery, AuditPage } from '@/lib/audit/contract'
import { recordView } from '@/lib/audit/read'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs', {
  GET: operation({
    summary: 'The audit trail, newest first, filtered and paged',
    access: { role: 'FOUNDER', scope: 'audit:read' },
    query: AuditListQuery,
    response: AuditPage,
    handler: async ({ ctx, query }) => {
      await recordView(ctx)
      return listEvents(query)
    },
  }),
})
