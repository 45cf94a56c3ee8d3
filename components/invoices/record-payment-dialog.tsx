'use client'

import { useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { randomId } from '@/components/ui/random-id'
import { useSubmit } from '@/components/ui/use-submit'
import type { InvoiceDetail } from '@/lib/invoices/contract'
import type { PaymentInput } from '@/lib/payments/contract'
import { amountErrorOf, PaymentFailure } from './payment-failure'
import { PaymentFields } from './payment-fields'
import { recordPayment } from './queries'

interface RecordPaymentDialogProps {
  invoice: InvoiceDetail
  open: boolean
  onClose: () => void
}

/** Books the rest of a partly paid invoice, once or in parts. */
export function RecordPaymentDialog({ invoice, open, onClose }: RecordPaymentDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {open && <RecordPayment invoice={invoice} close={onClose} />}
    </Dialog>
  )
}

function RecordPayment({ invoice, close }: { invoice: InvoiceDetail; close: () => void }) {
  const formId = useId()
  // One key per opened dialog: every retry in it is the same payment.
  const [key] = useState(() => randomId())
  const [{ remainingMinor, currency, number }] = useState(invoice)
  const { submit, pending, error } = useSubmit({
    run: (input: PaymentInput) => recordPayment(invoice.id, key, input),
    done: ({ invoice: paid }) => {
      toast.success(paid.status === 'PAID' ? `Invoice ${number} is paid in full` : `Payment on ${number} recorded`)
      close()
    },
  })
  return (
    <DialogContent
      title="Record payment"
      description={`Money that came in on ${number}, all of the rest or a part of it.`}
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            {error ? 'Try again' : 'Book payment'}
          </Button>
        </>
      }
    >
      <PaymentFields
        id={formId}
        currency={currency}
        amountMinor={remainingMinor}
        minMinor={1}
        maxMinor={remainingMinor}
        amountError={amountErrorOf(error)}
        onSubmit={submit}
      >
        <PaymentFailure error={error} />
      </PaymentFields>
    </DialogContent>
  )
}
