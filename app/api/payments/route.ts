import { defineRoute, operation } from '@/lib/http'
import { listPayments } from '@/lib/payments'
import { PaymentPage, PaymentQuery } from '@/lib/payments/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/payments', {
  GET: operation({
    summary: 'Payments, newest first',
    access: 'STAFF',
    query: PaymentQuery,
    response: PaymentPage,
    handler: ({ ctx, query }) => listPayments(ctx, query),
  }),
})
