import { defineRoute, operation } from '@/lib/http'
import { optionalIdempotencyKey, recordPayment } from '@/lib/invoices'
import { IdempotencyHeaders, InvoiceParams, PaymentReceipt } from '@/lib/invoices/contract'
import { PaymentInput } from '@/lib/payments/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/invoices/[id]/payments', {
  POST: operation({
    summary: 'Record a payment of the rest, once or in parts (takes an Idempotency-Key)',
    access: 'STAFF',
    params: InvoiceParams,
    body: PaymentInput,
    response: PaymentReceipt,
    status: 201,
    notes: { headers: IdempotencyHeaders.partial() },
    handler: ({ ctx, params, body, request }) =>
      recordPayment(ctx, {
        invoiceId: params.id,
        payment: body,
        idempotencyKey: optionalIdempotencyKey(request.headers),
      }),
  }),
})
