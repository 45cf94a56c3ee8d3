import { defineRoute, operation } from '@/lib/http'
import { deleteLead, getLead, updateLead } from '@/lib/leads'
import { DeletedLead, Lead, LeadDetail, LeadParams, LeadPatch } from '@/lib/leads/contract'

const common = { access: 'STAFF', params: LeadParams } as const

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/leads/[id]', {
  GET: operation({
    ...common,
    summary: 'A lead with its invoices and student',
    response: LeadDetail,
    handler: ({ ctx, params }) => getLead(ctx, params.id),
  }),
  PATCH: operation({
    ...common,
    summary: 'Change a lead',
    body: LeadPatch,
    response: Lead,
    handler: ({ ctx, params, body }) => updateLead(ctx, params.id, body),
  }),
  DELETE: operation({
    ...common,
    summary: 'Delete a lead that has no invoices',
    response: DeletedLead,
    handler: ({ ctx, params }) => deleteLead(ctx, params.id),
  }),
})
