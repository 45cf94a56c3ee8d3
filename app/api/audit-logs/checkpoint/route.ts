import { z } from 'zod'
import { latestCheckpointNote } from '@/lib/audit/ledger'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/checkpoint', {
  GET: operation({
    summary: 'The newest signed checkpoint of the trail (C2SP signed note)',
    access: 'public',
    response: z.string(),
    rawResponse: 'text/plain: a signed note',
    notes: {
      isNotJson: true,
      media: { 'text/plain': 'daybook.example/audit\n1024\nq1vX…=\n\n— daybook.example/audit Az3g…=\n' },
      failures: ['NOT_FOUND'],
    },
    handler: async () =>
      new Response(await latestCheckpointNote(), {
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=5' },
      }),
  }),
})
