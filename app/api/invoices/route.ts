import { defineRoute, operation } from '@/lib/http'
import { listInvoices } from '@/lib/invoices'
import { InvoicePage, InvoiceQuery } from '@/lib/invoices/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/invoices', {
  GET: operation({
    summary: 'Invoices, newest first',
    access: 'STAFF',
    query: InvoiceQuery,
    response: InvoicePage,
    handler: ({ ctx, query }) => listInvoices(ctx, query),
  }),
})
