import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import type { Tone } from '@/components/ui/tone'

export interface BarListItem {
  key: string
  label: string
  value: number
  tone?: Tone
  href?: string
}

export interface BarListProps {
  items: readonly BarListItem[]
  /** Names the list for screen readers: "Top actions". */
  label: string
  className?: string
}

const count = new Intl.NumberFormat('en')

/** Names with their counts, each under a bar as long as its share of the largest. Plain HTML; order is the caller's. */
export function BarList({ items, label, className }: BarListProps) {
  const largest = Math.max(1, ...items.map((item) => item.value))
  return (
    <ol aria-label={label} className={cn('grid gap-2.5', className)}>
      {items.map((item) => (
        <li key={item.key} className="relative">
          <div className="flex items-baseline justify-between gap-4 text-sm">
            {item.href ? (
              <Link
                href={item.href}
                className="min-w-0 truncate text-fg hover:text-accent-fg hover:underline after:absolute after:inset-x-0 after:-inset-y-1"
              >
                {item.label}
              </Link>
            ) : (
              <span className="min-w-0 truncate text-fg">{item.label}</span>
            )}
            <span className="text-fg-muted tabular-nums">{count.format(item.value)}</span>
          </div>
          <svg
            className="mt-1 h-1 w-full overflow-hidden rounded-full bg-sunken"
            preserveAspectRatio="none"
            viewBox="0 0 100 1"
            aria-hidden="true"
          >
            <rect
              width={(item.value / largest) * 100}
              height="1"
              className={cn('fill-current', fill[item.tone ?? 'info'])}
            />
          </svg>
        </li>
      ))}
    </ol>
  )
}

const fill: Record<Tone, string> = {
  neutral: 'text-line-control',
  info: 'text-chart-1',
  success: 'text-success-solid',
  warning: 'text-warning-solid',
  error: 'text-error-solid',
  critical: 'text-critical-solid',
}
