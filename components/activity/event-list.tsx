'use client'

import { Fragment, type ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { useNow } from '@/components/ui/use-now'
import type { AuditEvent } from '@/lib/audit/contract'
import { byDay } from './days'
import { EventRow } from './event-row'

export interface ListedEvent {
  event: AuditEvent
  isFresh?: boolean
}

export interface EventListProps {
  /** In order of time, either way. */
  events: readonly ListedEvent[]
  onOpen: (id: string) => void
  /** What stands after an event, such as a gap that can be loaded. */
  after?: (id: string) => ReactNode
  /** Draws a line through the events of a day. */
  isTimeline?: boolean
}

const dayMs = 86_400_000

/** The line runs behind the icons: from the row's padding (1rem) to the middle of an icon (2rem wide). */
const timelineClasses =
  'relative before:absolute before:inset-y-0 before:start-8 before:w-px before:-translate-x-1/2 before:bg-line-strong'

/** Events under the heading of their day, which stays while the day is scrolled through. */
export function EventList({ events, onOpen, after, isTimeline }: EventListProps) {
  const now = useNow(60_000)
  // The day depends on the viewer's zone, which the server does not know.
  if (now === null) return null
  const days = byDay(events, ({ event }) => event.occurredAt, now)
  return days.map((day, index) => (
    <section key={`${day.key}-${index}`} aria-labelledby={`day-${day.key}-${index}`}>
      <h2
        id={`day-${day.key}-${index}`}
        className={cn(
          'eyebrow sticky top-14 z-10 flex h-9 items-center border-line border-b bg-surface px-4 text-fg-muted lg:top-0',
          index === 0 ? 'rounded-t-lg' : 'border-t',
        )}
      >
        {day.label}
      </h2>
      <ol aria-label={day.label} className={isTimeline ? timelineClasses : 'divide-y divide-line'}>
        {day.items.map(({ event, isFresh }) => (
          <Fragment key={event.id}>
            <li>
              <EventRow
                event={event}
                onOpen={onOpen}
                isFresh={isFresh ?? false}
                isOld={now - new Date(event.occurredAt).getTime() > dayMs}
              />
            </li>
            {after?.(event.id)}
          </Fragment>
        ))}
      </ol>
    </section>
  ))
}
