import { defineRoute, operation } from '@/lib/http'
import { cancelInvoice } from '@/lib/invoices'
import { Invoice, InvoiceParams } from '@/lib/invoices/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/invoices/[id]/cancel', {
  POST: operation({
    summary: 'Cancel an invoice on which nothing was paid',
    access: 'STAFF',
    params: InvoiceParams,
    response: Invoice,
    handler: ({ ctx, params }) => cancelInvoice(ctx, params.id),
  }),
})
