import { defineRoute, operation } from '@/lib/http'
import { generateInvoice } from '@/lib/invoices'
import { Invoice, InvoiceInput } from '@/lib/invoices/contract'
import { LeadParams } from '@/lib/leads/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/leads/[id]/invoice', {
  POST: operation({
    summary: 'Generate a draft invoice for a lead',
    access: 'STAFF',
    params: LeadParams,
    body: InvoiceInput,
    response: Invoice,
    status: 201,
    handler: ({ ctx, params, body }) => generateInvoice(ctx, params.id, body),
  }),
})
