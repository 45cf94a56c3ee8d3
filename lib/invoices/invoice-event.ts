import { formatMinor } from '../money'
import type { Invoice } from './contract'

/** What every event about an invoice carries in its metadata. */
export function invoiceFacts(invoice: Invoice) {
  const { lead, number, currency, totalMinor, payableNowMinor, remainingMinor, paidMinor } = invoice
  return {
    invoiceId: invoice.id,
    number,
    leadId: lead.id,
    leadName: lead.name,
    currency,
    totalMinor,
    payableNowMinor,
    remainingMinor,
    paidMinor,
  }
}

/** "INV-2026-000123 over €499.00 for Ada Lovelace" */
export function invoiceTitle(invoice: Invoice): string {
  return `${invoice.number} over ${formatMinor(invoice.totalMinor, invoice.currency)} for ${invoice.lead.name}`
}
