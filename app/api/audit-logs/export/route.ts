import { z } from 'zod'
import { AuditExportQuery } from '@/lib/audit/contract'
import { csvHeader, exportResponse } from '@/lib/audit/export'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/export', {
  GET: operation({
    summary:
      'The filtered trail as a file, newest first: CSV for spreadsheets, NDJSON with the evidence for verification',
    access: { role: 'FOUNDER', scope: 'audit:read' },
    query: AuditExportQuery,
    response: z.string(),
    rawResponse: 'text/csv or application/x-ndjson, streamed',
    notes: {
      isNotJson: true,
      media: {
        'text/csv': csvHeader,
        'application/x-ndjson': '{"format":"daybook-audit/1"}\n',
      },
    },
    handler: ({ ctx, query, request }) => exportResponse(ctx, query, request),
  }),
})
