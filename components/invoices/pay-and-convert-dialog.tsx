'use client'

import Link from 'next/link'
import { useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { randomId } from '@/components/ui/random-id'
import { useSubmit } from '@/components/ui/use-submit'
import type { Conversion, InvoiceDetail } from '@/lib/invoices/contract'
import type { PaymentInput } from '@/lib/payments/contract'
import { ConversionReceipt } from './conversion-receipt'
import { amountErrorOf, PaymentFailure } from './payment-failure'
import { PaymentFields } from './payment-fields'
import { payAndConvert } from './queries'

interface PayAndConvertDialogProps {
  invoice: InvoiceDetail
  open: boolean
  onClose: () => void
}

/** Takes the first payment and makes the lead a student. */
export function PayAndConvertDialog({ invoice, open, onClose }: PayAndConvertDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {open && <PayAndConvert invoice={invoice} />}
    </Dialog>
  )
}

function PayAndConvert({ invoice }: { invoice: InvoiceDetail }) {
  const formId = useId()
  // One key per opened dialog: every retry in it is the same payment.
  const [key] = useState(() => randomId())
  const [receipt, setReceipt] = useState<Conversion | null>(null)
  // What the dialog is about stays what it was when it opened, also when the page behind it moves on.
  const [{ payableNowMinor, totalMinor, currency, number, lead }] = useState(invoice)
  const { submit, pending, error } = useSubmit({
    run: (input: PaymentInput) => payAndConvert(invoice.id, key, input),
    done: (conversion) => {
      setReceipt(conversion)
      toast.success(`${conversion.student.name} is now student ${conversion.student.number}`)
    },
  })
  if (receipt) return <Converted receipt={receipt} />
  return (
    <DialogContent
      title="Pay and convert"
      description={`Books the first payment on ${number} and makes ${lead.name} a student.`}
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            {error ? 'Try again' : 'Book payment and convert'}
          </Button>
        </>
      }
    >
      <PaymentFields
        id={formId}
        currency={currency}
        amountMinor={payableNowMinor}
        minMinor={payableNowMinor}
        maxMinor={totalMinor}
        amountError={amountErrorOf(error)}
        onSubmit={submit}
      >
        <PaymentFailure error={error} />
      </PaymentFields>
    </DialogContent>
  )
}

function Converted({ receipt }: { receipt: Conversion }) {
  return (
    <DialogContent
      title={`${receipt.student.name} is a student`}
      footer={
        <>
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
          <Button variant="primary" asChild>
            <Link href={`/dashboard/students/${receipt.student.id}`}>Open student</Link>
          </Button>
        </>
      }
    >
      <ConversionReceipt receipt={receipt} />
    </DialogContent>
  )
}
