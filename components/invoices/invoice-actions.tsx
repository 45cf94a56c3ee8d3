'use client'

import { Ban, CreditCard, Pencil, Send } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { ThumbBar } from '@/components/ui/thumb-bar'
import { useSubmit } from '@/components/ui/use-submit'
import type { InvoiceDetail } from '@/lib/invoices/contract'
import { CancelInvoiceDialog } from './cancel-invoice-dialog'
import { PayAndConvertDialog } from './pay-and-convert-dialog'
import { sendInvoice } from './queries'
import { RecordPaymentDialog } from './record-payment-dialog'

type Opened = 'cancel' | 'convert' | 'payment' | null

/**
 * What can be done with an invoice in its state. The dialogs stay mounted when the state moves on, so that a finished
 * conversion can still show its student.
 */
export function InvoiceActions({ invoice }: { invoice: InvoiceDetail }) {
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const isDraft = invoice.status === 'DRAFT'
  const isOpen = isDraft || invoice.status === 'SENT'
  const canConvert = isOpen && invoice.lead.status !== 'CONVERTED'
  const canPay = invoice.status === 'PARTIALLY_PAID'
  return (
    <>
      {isOpen && (
        <Button variant="ghost" onClick={() => setOpened('cancel')}>
          <Ban aria-hidden="true" />
          Cancel invoice
        </Button>
      )}
      {isDraft && (
        <Button asChild>
          <Link href={`/dashboard/invoices/${invoice.id}/edit`}>
            <Pencil aria-hidden="true" />
            Edit
          </Link>
        </Button>
      )}
      {isDraft && <SendButton invoice={invoice} />}
      {(canConvert || canPay) && (
        <ThumbBar>
          <Button variant="primary" onClick={() => setOpened(canPay ? 'payment' : 'convert')}>
            <CreditCard aria-hidden="true" />
            {canPay ? 'Record payment' : 'Pay and convert'}
          </Button>
        </ThumbBar>
      )}
      <CancelInvoiceDialog invoice={invoice} open={opened === 'cancel'} onClose={close} />
      <PayAndConvertDialog invoice={invoice} open={opened === 'convert'} onClose={close} />
      <RecordPaymentDialog invoice={invoice} open={opened === 'payment'} onClose={close} />
    </>
  )
}

function SendButton({ invoice }: { invoice: InvoiceDetail }) {
  const { submit, pending } = useSubmit({
    run: () => sendInvoice(invoice.id),
    done: ({ number }) => toast.success(`Invoice ${number} marked as sent`),
    failed: (error) => toast.error('The invoice was not sent', { description: error.message }),
  })
  return (
    <Button pending={pending} onClick={() => void submit(undefined)}>
      <Send aria-hidden="true" />
      Send
    </Button>
  )
}
