import { z } from 'zod'
import { checkpointKey } from '@/lib/audit/ledger'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/checkpoint/key', {
  GET: operation({
    summary: 'The public key that checks the checkpoints (C2SP verifier key)',
    access: 'public',
    response: z.string(),
    rawResponse: 'text/plain: <name>+<id>+<key>',
    notes: { isNotJson: true, media: { 'text/plain': 'daybook.example/audit+0a1b2c3d+AbCd…=' } },
    handler: async () =>
      new Response(checkpointKey(), {
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=300' },
      }),
  }),
})
