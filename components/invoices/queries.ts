import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import { api } from '@/lib/http/browser'
import type {
  Conversion,
  Invoice,
  InvoiceDetail,
  InvoiceInput,
  InvoicePage,
  InvoicePatch,
  InvoiceStatus,
  PaymentReceipt,
} from '@/lib/invoices/contract'
import type { LeadDetail } from '@/lib/leads/contract'
import type { PaymentInput } from '@/lib/payments/contract'

export interface InvoiceFilters {
  search?: string
  status?: InvoiceStatus | null
  leadId?: string
}

export function invoicesQuery(filters: InvoiceFilters, rows: number) {
  return pagedQueryOptions<Invoice>({
    queryKey: ['invoices', 'list', filters],
    fetchPage: (paging, signal) =>
      api<InvoicePage>(`/api/invoices?${queryString({ ...filters, ...paging })}`, { signal }),
    rows,
  })
}

export function invoiceQuery(id: string) {
  return queryOptions({
    queryKey: ['invoices', 'detail', id],
    queryFn: ({ signal }) => api<InvoiceDetail>(`/api/invoices/${id}`, { signal }),
  })
}

/** The lead an invoice is made for. */
export function invoicedLeadQuery(leadId: string) {
  return queryOptions({
    queryKey: ['invoices', 'lead', leadId],
    queryFn: ({ signal }) => api<LeadDetail>(`/api/leads/${leadId}`, { signal }),
  })
}

export const generateInvoice = (leadId: string, body: InvoiceInput) =>
  api<Invoice>(`/api/leads/${leadId}/invoice`, { method: 'POST', body })

export const updateInvoice = (id: string, body: InvoicePatch) =>
  api<Invoice>(`/api/invoices/${id}`, { method: 'PATCH', body })

export const sendInvoice = (id: string) => api<Invoice>(`/api/invoices/${id}/send`, { method: 'POST' })

export const cancelInvoice = (id: string) => api<Invoice>(`/api/invoices/${id}/cancel`, { method: 'POST' })

/** A repeat with the same key gets the first answer; so the key is made once per attempt of a person, not per call. */
export const payAndConvert = (id: string, key: string, body: PaymentInput) =>
  api<Conversion>(`/api/invoices/${id}/pay-and-convert`, { method: 'POST', body, headers: { 'idempotency-key': key } })

export const recordPayment = (id: string, key: string, body: PaymentInput) =>
  api<PaymentReceipt>(`/api/invoices/${id}/payments`, { method: 'POST', body, headers: { 'idempotency-key': key } })
