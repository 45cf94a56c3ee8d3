import { listEvents } from '@/lib/audit'
import { AuditListQuery, AuditPage } from '@/lib/audit/contract'
import { listEventsHiding, recordView } from '@/lib/audit/read'
import { defineRoute, operation } from '@/lib/http'
import { hiddenFrom } from '@/lib/members'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/admin/audit', {
  GET: operation({
    summary: 'The audit trail; admins see no contents of what only founders may see, and cannot search',
    access: { role: 'ADMIN', scope: 'audit:read' },
    query: AuditListQuery,
    response: AuditPage,
    handler: async ({ ctx, query }) => {
      await recordView(ctx)
      const isHidden = hiddenFrom(ctx.actor)
      return isHidden ? listEventsHiding(isHidden, query) : listEvents(query)
    },
  }),
})
