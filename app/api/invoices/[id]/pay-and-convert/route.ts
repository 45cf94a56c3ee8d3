import { defineRoute, operation } from '@/lib/http'
import { payAndConvert, requiredIdempotencyKey } from '@/lib/invoices'
import { Conversion, IdempotencyHeaders, InvoiceParams } from '@/lib/invoices/contract'
import { PaymentInput } from '@/lib/payments/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/invoices/[id]/pay-and-convert', {
  POST: operation({
    summary: 'Take the first payment and turn the lead into a student (needs an Idempotency-Key)',
    access: 'STAFF',
    params: InvoiceParams,
    body: PaymentInput,
    response: Conversion,
    status: 201,
    notes: { headers: IdempotencyHeaders },
    handler: ({ ctx, params, body, request }) =>
      payAndConvert(ctx, {
        invoiceId: params.id,
        payment: body,
        idempotencyKey: requiredIdempotencyKey(request.headers),
      }),
  }),
})
