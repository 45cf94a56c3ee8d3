import { createSilence, listSilences } from '@/lib/alerts/silences'
import { Silence, SilenceInput, SilencePage, SilenceQuery } from '@/lib/alerts/silences/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/silences', {
  GET: operation({
    summary: 'Silences, newest first',
    access: 'FOUNDER',
    query: SilenceQuery,
    response: SilencePage,
    handler: ({ ctx, query }) => listSilences(ctx, query),
  }),
  POST: operation({
    summary: 'Keep alerts from being told for a while, 30 days at most',
    access: 'FOUNDER',
    body: SilenceInput,
    response: Silence,
    status: 201,
    handler: ({ ctx, body }) => createSilence(ctx, body),
  }),
})
