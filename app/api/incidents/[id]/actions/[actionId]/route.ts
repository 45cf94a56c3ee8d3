import { defineRoute, operation } from '@/lib/http'
import { setActionItemDone } from '@/lib/incidents'
import { ActionItem, ActionItemParams, ActionItemPatch } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]/actions/[actionId]', {
  PATCH: operation({
    summary: 'Tick an action item off, or take the tick back',
    access: 'FOUNDER',
    params: ActionItemParams,
    body: ActionItemPatch,
    response: ActionItem,
    handler: ({ ctx, params, body }) => setActionItemDone(ctx, { ...params, ...body }),
  }),
})
