import { AlertDrill } from '@/lib/alerts/contract'
import { acknowledgeDrill } from '@/lib/alerts/drill'
import { AlertDrillParams } from '@/lib/alerts/drill/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-drills/[id]/acknowledge', {
  POST: operation({
    summary: 'Say that an alert drill was seen',
    access: 'FOUNDER',
    params: AlertDrillParams,
    response: AlertDrill,
    handler: ({ ctx, params }) => acknowledgeDrill(ctx, params.id),
  }),
})
