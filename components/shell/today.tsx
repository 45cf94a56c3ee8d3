'use client'

import { cn } from '@/components/ui/cn'
import { useNow } from '@/components/ui/use-now'

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

/** The date of the page, as a daybook heads each day; the viewer's day, so it appears once the page is live. */
export function Today({ className }: { className?: string }) {
  const now = useNow(30_000)
  return (
    <p className={cn('min-h-9 text-fg-muted text-sm leading-[1.125rem]', className)}>
      {now !== null && (
        <>
          <span className="block font-medium text-fg">{weekday.format(now)}</span>
          <span className="tabular-nums">{day.format(now)}</span>
        </>
      )}
    </p>
  )
}
