import { z } from 'zod'
import { defineRoute, operation } from '@/lib/http'
import { exportSloMonths } from '@/lib/slo'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/slos/export', {
  GET: operation({
    summary: 'The months as a CSV file',
    access: 'FOUNDER',
    response: z.string(),
    rawResponse: 'text/csv as an attachment',
    notes: {
      isNotJson: true,
      media: { 'text/csv': 'month,objective,target,achieved\r\n2026-10,availability,99.9,99.97\r\n' },
    },
    handler: ({ ctx }) => exportSloMonths(ctx),
  }),
})
