'use client'

import { useQuery } from '@tanstack/react-query'
import { cn } from '@/components/ui/cn'
import type { AlertPage } from '@/lib/alerts/contract'
import { api } from '@/lib/http/browser'

/** As often as the activity page looks when nothing tells it. */
const everyMs = 10_000

/** How many alerts are open, beside the way to them on every page; nothing while there is none or it is not known. */
export function OpenAlerts({ className }: { className?: string }) {
  const { data } = useQuery({
    queryKey: ['shell', 'open-alerts'],
    queryFn: ({ signal }) => api<AlertPage>('/api/alerts?state=open&limit=1', { signal }),
    refetchInterval: everyMs,
  })
  if (!data || data.openCount === 0) return null
  const isCritical = data.openCriticalCount > 0
  return (
    <span
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-full border px-1.5 font-medium text-2xs tabular-nums',
        isCritical
          ? 'border-critical-solid bg-critical-solid text-on-critical'
          : 'border-warning-border bg-warning-bg text-warning-fg',
        className,
      )}
    >
      {data.openCount > 99 ? '99+' : data.openCount}
      <span className="sr-only"> open</span>
    </span>
  )
}
