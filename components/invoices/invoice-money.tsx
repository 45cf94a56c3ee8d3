'use client'

import { cn } from '@/components/ui/cn'
import { Money } from '@/components/ui/money'
import type { Invoice } from '@/lib/invoices/contract'

interface Part {
  label: string
  amountMinor: number
  /** The fill of its stretch of the bar and of its mark. */
  fill: string
}

/** The total as one bar: what came in, what is payable now, what comes later. */
export function InvoiceMoney({ invoice }: { invoice: Invoice }) {
  const { totalMinor, currency, status } = invoice
  const parts = partsOf(invoice)
  const isCancelled = status === 'CANCELLED'
  return (
    <section aria-label="Money" className="rounded-lg border border-line bg-surface p-4 shadow-panel">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        <Amount label="Total" amountMinor={totalMinor} currency={currency} struck={isCancelled} />
        {parts.map((part) => (
          <Amount key={part.label} {...part} currency={currency} struck={isCancelled} />
        ))}
      </dl>
      {/* The list above says the same in words. */}
      <div aria-hidden="true" className="mt-4 flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-sunken">
        {!isCancelled &&
          parts
            .filter(({ amountMinor }) => amountMinor > 0)
            .map(({ label, amountMinor, fill }) => (
              <span
                key={label}
                style={{ flexGrow: amountMinor / totalMinor }}
                className={cn('min-w-1 basis-0 transition-[flex-grow] duration-300', fill)}
              />
            ))}
      </div>
    </section>
  )
}

/** Before the first payment a part is payable now; afterwards all that is left is simply remaining. */
function partsOf({ paidMinor, payableNowMinor, remainingMinor }: Invoice): Part[] {
  const paid = { label: 'Paid', amountMinor: paidMinor, fill: 'bg-success-solid' }
  const payableNow = { label: 'Payable now', amountMinor: payableNowMinor, fill: 'bg-accent' }
  const remaining = { label: 'Remaining', amountMinor: remainingMinor, fill: 'bg-line-strong' }
  return paidMinor === 0 ? [paid, payableNow, remaining] : [paid, remaining]
}

function Amount(props: { label: string; amountMinor: number; currency: string; fill?: string; struck: boolean }) {
  const { label, amountMinor, currency, fill, struck } = props
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-1.5 text-fg-muted text-sm">
        {fill && <span aria-hidden="true" className={cn('size-2 shrink-0 rounded-full', fill)} />}
        {label}
      </dt>
      <dd className={cn('mt-0.5 font-semibold text-lg', amountMinor === 0 && 'font-normal text-fg-subtle')}>
        <Money
          amountMinor={amountMinor}
          currency={currency}
          className={cn('whitespace-normal', struck && amountMinor > 0 && 'font-normal text-fg-muted line-through')}
        />
      </dd>
    </div>
  )
}
