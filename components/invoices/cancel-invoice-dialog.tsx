'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Money } from '@/components/ui/money'
import type { Invoice } from '@/lib/invoices/contract'
import { cancelInvoice } from './queries'

interface CancelInvoiceDialogProps {
  invoice: Invoice
  open: boolean
  onClose: () => void
}

/** Names the invoice, its lead and its total before it is cancelled for good. */
export function CancelInvoiceDialog({ invoice, open, onClose }: CancelInvoiceDialogProps) {
  const client = useQueryClient()
  async function cancel() {
    try {
      await cancelInvoice(invoice.id)
      toast.success(`Invoice ${invoice.number} cancelled`)
    } finally {
      // A refusal means that somebody else was first: what is shown is old either way.
      await client.invalidateQueries()
    }
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Cancel this invoice?"
      target={
        <>
          {invoice.number} for {invoice.lead.name},{' '}
          <Money amountMinor={invoice.totalMinor} currency={invoice.currency} />
        </>
      }
      description="A cancelled invoice cannot be paid or opened again. Its number stays taken, and the lead can get another invoice."
      confirmLabel="Cancel invoice"
      dismissLabel="Keep invoice"
      onConfirm={cancel}
    />
  )
}
