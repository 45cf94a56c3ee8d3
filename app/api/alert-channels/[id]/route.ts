import { deleteChannel, getChannel, updateChannel } from '@/lib/alerts/channels'
import {
  AlertChannel,
  AlertChannelParams,
  AlertChannelPatch,
  AlertChannelSaved,
  DeletedAlertChannel,
} from '@/lib/alerts/channels/contract'
import { defineRoute, operation } from '@/lib/http'

const common = { access: 'FOUNDER', params: AlertChannelParams } as const

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-channels/[id]', {
  GET: operation({
    ...common,
    summary: 'An alert channel, its secrets masked',
    response: AlertChannel,
    handler: ({ ctx, params }) => getChannel(ctx, params.id),
  }),
  PATCH: operation({
    ...common,
    summary: 'Change an alert channel',
    body: AlertChannelPatch,
    response: AlertChannelSaved,
    handler: ({ ctx, params, body }) => updateChannel(ctx, params.id, body),
  }),
  DELETE: operation({
    ...common,
    summary: 'Remove an alert channel and its secrets',
    response: DeletedAlertChannel,
    handler: ({ ctx, params }) => deleteChannel(ctx, params.id),
  }),
})
