import { defineRoute, operation } from '@/lib/http'
import { getInvoice, updateInvoice } from '@/lib/invoices'
import { Invoice, InvoiceDetail, InvoiceParams, InvoicePatch } from '@/lib/invoices/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/invoices/[id]', {
  GET: operation({
    summary: 'An invoice with its payments, lead and student',
    access: 'STAFF',
    params: InvoiceParams,
    response: InvoiceDetail,
    handler: ({ ctx, params }) => getInvoice(ctx, params.id),
  }),
  PATCH: operation({
    summary: 'Change a draft invoice',
    access: 'STAFF',
    params: InvoiceParams,
    body: InvoicePatch,
    response: Invoice,
    handler: ({ ctx, params, body }) => updateInvoice(ctx, params.id, body),
  }),
})
