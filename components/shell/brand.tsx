import Link from 'next/link'
import { cn } from '@/components/ui/cn'

/** The mark: a pulse over the double rule that closes a ledger page. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={cn('size-7 shrink-0', className)} aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g className="stroke-on-accent" fill="none" strokeLinecap="round" strokeLinejoin="round">
        <path d="M6 14.5h4.6l2.7-6.2 4.6 9.6 2.6-3.4H26" strokeWidth="2.3" />
        <path d="M6 21.6h20M6 25h20" strokeWidth="1.5" />
      </g>
    </svg>
  )
}

/** Mark and name, leading home. */
export function Brand({ className }: { className?: string }) {
  return (
    <Link href="/dashboard" className={cn('inline-flex h-10 items-center gap-2.5 rounded-md pe-2', className)}>
      <BrandMark />
      <span className="font-semibold text-fg text-lg tracking-[-0.02em]">Daybook</span>
    </Link>
  )
}
