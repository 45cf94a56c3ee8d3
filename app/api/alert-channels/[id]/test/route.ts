import { testChannel } from '@/lib/alerts/channels'
import { AlertChannelParams, ChannelTest } from '@/lib/alerts/channels/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-channels/[id]/test', {
  POST: operation({
    summary: 'Send a test through an alert channel and tell what came of it',
    access: 'FOUNDER',
    params: AlertChannelParams,
    response: ChannelTest,
    handler: ({ ctx, params }) => testChannel(ctx, params.id),
  }),
})
