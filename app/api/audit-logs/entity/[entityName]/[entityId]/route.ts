import { z } from 'zod'
import { listEntityTrail } from '@/lib/audit'
import { AuditPage, AuditTrailQuery } from '@/lib/audit/contract'
import { recordView } from '@/lib/audit/read'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute(
  '/api/audit-logs/entity/[entityName]/[entityId]',
  {
    GET: operation({
      summary: 'Everything that happened to one thing',
      access: { role: 'FOUNDER', scope: 'audit:read' },
      params: z.object({ entityName: z.string().min(1).max(200), entityId: z.string().min(1).max(200) }),
      query: AuditTrailQuery,
      response: AuditPage,
      handler: async ({ ctx, params, query }) => {
        await recordView(ctx)
        return listEntityTrail(params.entityName, params.entityId, query)
      },
    }),
  },
)
