'use client'

import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { absoluteTime } from '@/components/ui/format-time'
import type { Tone } from '@/components/ui/tone'
import { useNow } from '@/components/ui/use-now'
import { wordsOf } from '@/components/ui/words'
import type { InvoiceStatus } from '@/lib/invoices/contract'

const tones: Record<InvoiceStatus, Tone> = {
  DRAFT: 'neutral',
  SENT: 'info',
  PARTIALLY_PAID: 'warning',
  PAID: 'success',
  CANCELLED: 'neutral',
}

export const invoiceStatuses = [
  'DRAFT',
  'SENT',
  'PARTIALLY_PAID',
  'PAID',
  'CANCELLED',
] as const satisfies readonly InvoiceStatus[]

type Dated = { status: InvoiceStatus; dueDate: string | null }

export function InvoiceStatusBadge({ status }: { status: InvoiceStatus }) {
  return <Badge tone={tones[status]}>{wordsOf(status)}</Badge>
}

/** Whether money was due before today, in the viewer's calendar. A draft was never asked for. */
export function isOverdue({ status, dueDate }: Dated, nowMs: number): boolean {
  if (dueDate === null || (status !== 'SENT' && status !== 'PARTIALLY_PAID')) return false
  const now = new Date(nowMs)
  const pad = (part: number) => String(part).padStart(2, '0')
  return dueDate < `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
}

/** Says that an invoice should have been paid by now; nothing otherwise. */
export function OverdueBadge({ invoice }: { invoice: Dated }) {
  const now = useNow(60_000)
  return now !== null && isOverdue(invoice, now) ? <Badge tone="error">Overdue</Badge> : null
}

/** A calendar day, the same in every time zone. */
export function Day({ day, className }: { day: string; className?: string }) {
  return (
    <time dateTime={day} className={cn('whitespace-nowrap', className)}>
      {absoluteTime(Date.parse(`${day}T00:00:00Z`), 'date', 'UTC')}
    </time>
  )
}
