import { defineRoute, operation } from '@/lib/http'
import { createLead, listLeads } from '@/lib/leads'
import { Lead, LeadInput, LeadPage, LeadQuery } from '@/lib/leads/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/leads', {
  GET: operation({
    summary: 'Leads, newest first',
    access: 'STAFF',
    query: LeadQuery,
    response: LeadPage,
    handler: ({ ctx, query }) => listLeads(ctx, query),
  }),
  POST: operation({
    summary: 'Add a lead',
    access: 'STAFF',
    body: LeadInput,
    response: Lead,
    status: 201,
    handler: ({ ctx, body }) => createLead(ctx, body),
  }),
})
