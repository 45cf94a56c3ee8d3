import { defineRoute, operation } from '@/lib/http'
import { listSloMonths } from '@/lib/slo'
import { SloMonthList } from '@/lib/slo/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/slos/months', {
  GET: operation({
    summary: 'What was kept of the service level objectives, month by month, newest first',
    access: 'FOUNDER',
    response: SloMonthList,
    handler: ({ ctx }) => listSloMonths(ctx),
  }),
})
