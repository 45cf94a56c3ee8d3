import { z } from 'zod'
import { AuditExportQuery } from '@/lib/audit/contract'
import { exportResponse } from '@/lib/audit/export'
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
        'text/csv': 'id,occurredAt,action\r\n018f2b3c-4d5e-7f60-8a1b-2c3d4e5f6071,2026-11-20T12:00:00.000Z,LOGIN\r\n',
        'application/x-ndjson': '{"format":"daybook-audit/1"}\n',
      },
    },
    handler: ({ ctx, query, request }) => exportResponse(ctx, query, request),
  }),
})
