import { endSilence, getSilence } from '@/lib/alerts/silences'
import { Silence, SilenceParams } from '@/lib/alerts/silences/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/silences/[id]', {
  GET: operation({
    summary: 'A silence',
    access: 'FOUNDER',
    params: SilenceParams,
    response: Silence,
    handler: ({ ctx, params }) => getSilence(ctx, params.id),
  }),
  DELETE: operation({
    summary: 'End a silence now; it stays in the list',
    access: 'FOUNDER',
    params: SilenceParams,
    response: Silence,
    handler: ({ ctx, params }) => endSilence(ctx, params.id),
  }),
})
