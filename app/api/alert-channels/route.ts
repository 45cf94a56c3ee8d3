import { createChannel, listChannels } from '@/lib/alerts/channels'
import { AlertChannelInput, AlertChannelList, AlertChannelSaved } from '@/lib/alerts/channels/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-channels', {
  GET: operation({
    summary: 'Alert channels with their health, and the kinds there are',
    access: 'FOUNDER',
    response: AlertChannelList,
    handler: ({ ctx }) => listChannels(ctx),
  }),
  POST: operation({
    summary: 'Add an alert channel',
    access: 'FOUNDER',
    body: AlertChannelInput,
    response: AlertChannelSaved,
    status: 201,
    handler: ({ ctx, body }) => createChannel(ctx, body),
  }),
})
