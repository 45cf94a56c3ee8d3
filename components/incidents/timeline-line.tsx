'use client'

import {
  BellRing,
  CircleDot,
  FileText,
  Gauge,
  ListChecks,
  type LucideIcon,
  MoveRight,
  Send,
  Siren,
  StickyNote,
  UserCheck,
} from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import { Time } from '@/components/ui/time'
import type { TimelineEntry } from '@/lib/incidents/contract'

const icons: Record<TimelineEntry['kind'], LucideIcon> = {
  opened: Siren,
  state: MoveRight,
  class: Gauge,
  assigned: UserCheck,
  note: StickyNote,
  'post-mortem': FileText,
  'action-item': ListChecks,
  alert: BellRing,
  delivery: Send,
  event: CircleDot,
}

const places: Partial<Record<TimelineEntry['kind'], string>> = { alert: 'Alert', delivery: 'Alert', event: 'Event' }

interface TimelineLineProps {
  line: TimelineEntry
  /** Of the line above; a new day is named. */
  previousAt: string | null
  isLast: boolean
}

/** One thing that happened, on the line through time. */
export function TimelineLine({ line, previousAt, isLast }: TimelineLineProps) {
  const Icon = icons[line.kind]
  const isNewDay = previousAt === null || new Date(previousAt).toDateString() !== new Date(line.at).toDateString()
  return (
    <li className="relative flex gap-3 px-4 py-2">
      {!isLast && <span aria-hidden="true" className="absolute start-[1.84rem] top-9 -bottom-2 w-px bg-line" />}
      <span className="relative mt-0.5 grid size-7 shrink-0 place-items-center rounded-full border border-line bg-surface text-fg-muted">
        <Icon className="size-3.5" aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap gap-x-2 text-fg-muted text-sm">
          <Time iso={line.at} format={isNewDay ? 'datetime' : 'time'} className="tabular-nums" />
          {line.byName && <span>{line.byName}</span>}
        </p>
        <p
          className={cn(
            'break-words',
            line.kind === 'note' && 'mt-1 whitespace-pre-wrap rounded-md border border-line bg-sunken px-3 py-2',
          )}
        >
          {line.text}
          {line.href && (
            <>
              {' '}
              <Link
                href={line.href}
                className="whitespace-nowrap text-accent-fg text-sm underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
              >
                {places[line.kind] ?? 'Open'}
                <span className="sr-only"> of {line.text}</span>
              </Link>
            </>
          )}
        </p>
      </div>
    </li>
  )
}
