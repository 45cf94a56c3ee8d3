import { defineRoute, operation } from '@/lib/http'
import { sloReport, updateSloTargets } from '@/lib/slo'
import { SloReport, SloTargets, SloTargetsPatch } from '@/lib/slo/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/slos', {
  GET: operation({
    summary: 'Service level objectives of the last 30 days: what was promised, what was kept, what may still go wrong',
    access: 'FOUNDER',
    response: SloReport,
    handler: ({ ctx }) => sloReport(ctx),
  }),
  PATCH: operation({
    summary: 'Change what is promised',
    access: 'FOUNDER',
    body: SloTargetsPatch,
    response: SloTargets,
    handler: ({ ctx, body }) => updateSloTargets(ctx, body),
  }),
})
