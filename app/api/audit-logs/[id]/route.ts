import { z } from 'zod'
import { getEvent } from '@/lib/audit'
import { AuditEvent } from '@/lib/audit/contract'
import { recordView } from '@/lib/audit/read'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/[id]', {
  GET: operation({
    summary: 'One event',
    access: { role: 'FOUNDER', scope: 'audit:read' },
    params: z.object({ id: z.uuid() }),
    response: z.object({ success: z.literal(true), data: AuditEvent }),
    handler: async ({ ctx, params }) => {
      await recordView(ctx)
      return { success: true as const, data: await getEvent(params.id) }
    },
  }),
})
