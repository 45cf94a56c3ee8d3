import { defineRoute, operation } from '@/lib/http'
import { addActionItem } from '@/lib/incidents'
import { ActionItem, ActionItemInput, IncidentParams } from '@/lib/incidents/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/incidents/[id]/actions', {
  POST: operation({
    summary: 'Add an action item to an incident',
    access: 'FOUNDER',
    params: IncidentParams,
    body: ActionItemInput,
    response: ActionItem,
    status: 201,
    handler: ({ ctx, params, body }) => addActionItem(ctx, params.id, body),
  }),
})
