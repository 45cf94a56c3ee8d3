import { z } from 'zod'
import { defineRoute, operation } from '@/lib/http'
import { exportSloMonths, sloCsvHeader } from '@/lib/slo'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/slos/export', {
  GET: operation({
    summary: 'The months as a CSV file',
    access: 'FOUNDER',
    response: z.string(),
    rawResponse: 'text/csv as an attachment',
    notes: {
      isNotJson: true,
      media: { 'text/csv': sloCsvHeader },
    },
    handler: ({ ctx }) => exportSloMonths(ctx),
  }),
})
