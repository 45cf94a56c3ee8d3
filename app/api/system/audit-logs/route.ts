import { z } from 'zod'
import { getStats, latestEvents } from '@/lib/audit'
import { AuditStats, SystemLogs, SystemLogsQuery } from '@/lib/audit/contract'
import { recordView } from '@/lib/audit/read'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/system/audit-logs', {
  GET: operation({
    summary: 'The newest events, errors only, or the last 24 hours in numbers',
    access: { role: 'FOUNDER', scope: 'audit:read' },
    query: SystemLogsQuery,
    response: z.union([SystemLogs, AuditStats]),
    handler: async ({ ctx, query }) => {
      await recordView(ctx)
      return query.type === 'stats' ? getStats() : latestEvents(query.type, query.limit)
    },
  }),
})
