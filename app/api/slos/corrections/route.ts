import { defineRoute, operation } from '@/lib/http'
import { createCorrection, listCorrections } from '@/lib/slo'
import { SloCorrection, SloCorrectionInput, SloCorrectionList } from '@/lib/slo/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/slos/corrections', {
  GET: operation({
    summary: 'Stretches of time that founders took out of the error budget, newest first',
    access: 'FOUNDER',
    response: SloCorrectionList,
    handler: () => listCorrections(),
  }),
  POST: operation({
    summary: 'Take a stretch of time that is over out of the error budget, with the reason',
    access: 'FOUNDER',
    body: SloCorrectionInput,
    response: SloCorrection,
    status: 201,
    handler: ({ ctx, body }) => createCorrection(ctx, body),
  }),
})
