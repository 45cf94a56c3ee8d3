import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { KeyValueList } from '@/components/ui/key-value-list'
import { Money } from '@/components/ui/money'
import { wordsOf } from '@/components/ui/words'
import type { Conversion } from '@/lib/invoices/contract'

/** What a conversion made: the student's number, and where the money stands. */
export function ConversionReceipt({ receipt: { student, payment, invoice } }: { receipt: Conversion }) {
  return (
    <div role="status" className="grid gap-4">
      <p className="flex items-center gap-3 rounded-lg border border-success-border bg-success-bg px-4 py-3">
        <CircleCheck className="size-5 shrink-0 text-success-fg" aria-hidden="true" />
        <span>
          Student number{' '}
          <Link
            href={`/dashboard/students/${student.id}`}
            className="font-semibold text-success-fg underline underline-offset-4"
          >
            {student.number}
          </Link>
        </span>
      </p>
      <KeyValueList
        className="-my-2"
        items={[
          {
            label: 'Received',
            value: (
              <>
                <Money amountMinor={payment.amountMinor} currency={payment.currency} /> ({wordsOf(payment.method)})
              </>
            ),
          },
          {
            label: 'Remaining',
            value: <Money amountMinor={invoice.remainingMinor} currency={invoice.currency} />,
          },
          { label: 'Invoice', value: `${invoice.number}, ${wordsOf(invoice.status).toLowerCase()}` },
        ]}
      />
    </div>
  )
}
