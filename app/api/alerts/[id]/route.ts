import { getAlert } from '@/lib/alerts'
import { AlertDetail, AlertParams } from '@/lib/alerts/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alerts/[id]', {
  GET: operation({
    summary: 'One alert, what changed before it and who was told',
    access: 'FOUNDER',
    params: AlertParams,
    response: AlertDetail,
    handler: ({ ctx, params }) => getAlert(ctx, params.id),
  }),
})
