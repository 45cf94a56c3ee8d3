'use client'

import { cn } from '@/components/ui/cn'
import { Money } from '@/components/ui/money'
import type { ReadDraft } from './invoice-draft'

/** What the typed lines come to, while they are typed. */
export function InvoiceSums({ read, currency }: { read: ReadDraft; currency: string }) {
  return (
    <section aria-label="Totals" className="rounded-lg border border-line bg-surface px-4 py-3 shadow-panel">
      <dl className="grid gap-1.5">
        <Sum label="Payable now" amountMinor={read.payableNowMinor} currency={currency} />
        <Sum label="Remaining" amountMinor={read.remainingMinor} currency={currency} />
        <Sum label="Total" amountMinor={read.totalMinor} currency={currency} strong />
      </dl>
    </section>
  )
}

function Sum(props: { label: string; amountMinor: number | null; currency: string; strong?: boolean }) {
  const { label, amountMinor, currency, strong } = props
  return (
    <div
      className={cn(
        'flex justify-between gap-4',
        strong && 'mt-1.5 border-line-strong border-t-[3px] border-double pt-2.5 font-semibold text-lg',
      )}
    >
      <dt className={strong ? undefined : 'text-fg-muted'}>{label}</dt>
      <dd>
        {amountMinor === null ? (
          <span className="text-fg-subtle">–</span>
        ) : (
          <Money amountMinor={amountMinor} currency={currency} />
        )}
      </dd>
    </div>
  )
}
