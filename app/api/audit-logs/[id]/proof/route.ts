import { z } from 'zod'
import { proveEvent } from '@/lib/audit/ledger'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/[id]/proof', {
  GET: operation({
    summary: 'A proof that the event is in the signed trail, to be checked without Daybook (C2SP tlog-proof)',
    access: { role: 'FOUNDER', scope: 'audit:read' },
    params: z.object({ id: z.uuid() }),
    response: z.string(),
    rawResponse: 'text/plain: a .tlog-proof file',
    notes: {
      isNotJson: true,
      media: { 'text/plain': 'c2sp.org/tlog-proof@v1\nextra …\nindex 7\n…' },
      failures: ['CONFLICT'],
    },
    handler: async ({ params: { id } }) =>
      new Response(await proveEvent(id), {
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': `attachment; filename="${id}.tlog-proof"`,
          'cache-control': 'no-store',
        },
      }),
  }),
})
