import { defineRoute, operation } from '@/lib/http'
import { removeCorrection } from '@/lib/slo'
import { SloCorrection, SloCorrectionParams } from '@/lib/slo/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/slos/corrections/[id]', {
  DELETE: operation({
    summary: 'Count a stretch of time in the error budget again; the correction stays in the list',
    access: 'FOUNDER',
    params: SloCorrectionParams,
    response: SloCorrection,
    handler: ({ ctx, params }) => removeCorrection(ctx, params.id),
  }),
})
