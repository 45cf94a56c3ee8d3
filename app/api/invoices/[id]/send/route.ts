import { defineRoute, operation } from '@/lib/http'
import { sendInvoice } from '@/lib/invoices'
import { Invoice, InvoiceParams } from '@/lib/invoices/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/invoices/[id]/send', {
  POST: operation({
    summary: 'Mark a draft invoice as sent',
    access: 'STAFF',
    params: InvoiceParams,
    response: Invoice,
    handler: ({ ctx, params }) => sendInvoice(ctx, params.id),
  }),
})
