import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import { api } from '@/lib/http/browser'
import type { Payment, PaymentMethod, PaymentPage } from '@/lib/payments/contract'

export interface PaymentFilters {
  search?: string
  method?: PaymentMethod | null
  invoiceId?: string
  studentId?: string
}

export function paymentsQuery(filters: PaymentFilters, rows: number) {
  return pagedQueryOptions<Payment>({
    queryKey: ['payments', 'list', filters],
    fetchPage: (paging, signal) =>
      api<PaymentPage>(`/api/payments?${queryString({ ...filters, ...paging })}`, { signal }),
    rows,
  })
}
