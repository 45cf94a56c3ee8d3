import type { InvoiceStatus } from './contract'

/** How a state is called in a sentence. */
export const statusWords: Record<InvoiceStatus, string> = {
  DRAFT: 'a draft',
  SENT: 'sent',
  PARTIALLY_PAID: 'partly paid',
  PAID: 'paid',
  CANCELLED: 'cancelled',
}
