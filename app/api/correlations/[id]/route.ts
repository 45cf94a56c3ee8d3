import { recordView } from '@/lib/audit/read'
import { defineRoute, operation } from '@/lib/http'
import { getChain } from '@/lib/traces'
import { Chain, ChainParams } from '@/lib/traces/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/correlations/[id]', {
  GET: operation({
    summary: 'Everything with one correlation id, in order: events, alerts, messages and jobs',
    access: 'FOUNDER',
    params: ChainParams,
    response: Chain,
    handler: async ({ ctx, params }) => {
      await recordView(ctx)
      return getChain(params.id)
    },
  }),
})
