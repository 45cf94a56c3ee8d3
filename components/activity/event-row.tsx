import Link from 'next/link'
import { createElement, type MouseEvent, memo, type ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { OpenInSentry } from '@/components/ui/open-in-sentry'
import { Time } from '@/components/ui/time'
import { toneBox, toneFill } from '@/components/ui/tone'
import type { AuditEvent } from '@/lib/audit/contract'
import { ErasedOn } from './erased-note'
import { iconOf } from './icons'
import { severityLook } from './severity'
import { SourceBadge } from './source-badge'
import { actorName, deedOf, descriptionOf } from './words'

export interface EventRowProps {
  event: AuditEvent
  /** Opens the details here; a press with a modifier key follows the link to the event's own page instead. */
  onOpen: (id: string) => void
  /** Came while the page was being looked at: lit for a moment. */
  isFresh?: boolean
  /** Older than a day: the heading tells the day, so the row tells the time of day. */
  isOld?: boolean
}

/** One event as a sentence: who did what, where from and when. The whole row is one press target. */
export const EventRow = memo(function EventRow({ event, onOpen, isFresh, isOld }: EventRowProps) {
  const description = descriptionOf(event)
  return (
    <div
      data-testid="activity-event"
      data-severity={event.severity}
      className="relative isolate flex gap-3 px-4 py-3 hover:bg-hover"
    >
      {isFresh && (
        <span
          aria-hidden="true"
          className="absolute inset-0 -z-10 bg-accent-soft opacity-0 transition-opacity duration-[4s] ease-out starting:opacity-100"
        />
      )}
      <Rail event={event} />
      <ActionIcon event={event} />
      <div className="min-w-0 flex-1">
        <h3 className="font-normal">
          <OpenLink id={event.id} onOpen={onOpen}>
            <span className="min-w-0 flex-1 text-pretty break-words text-fg">
              <span className="font-semibold">{actorName(event)}</span> {deedOf(event)}
            </span>{' '}
            <Time
              iso={event.occurredAt}
              format={isOld ? 'time' : 'relative'}
              // Above the link's own layer, so that hovering tells the exact time.
              className="relative shrink-0 text-fg-muted text-sm"
            />
          </OpenLink>
        </h3>
        {description && <p className="mt-0.5 line-clamp-2 break-words text-fg-muted">{description}</p>}
        {event.erasedAt && (
          <p className="mt-0.5 text-fg-muted italic">
            <ErasedOn erasedAt={event.erasedAt} />
          </p>
        )}
        <EventMarks event={event} />
      </div>
    </div>
  )
})

/** Colours the edge of what went wrong, so that it is found while scrolling. */
function Rail({ event }: { event: AuditEvent }) {
  if (event.severity === 'INFO') return null
  return (
    <span
      aria-hidden="true"
      className={cn('absolute inset-y-0 start-0 w-[3px]', toneFill[severityLook[event.severity].tone])}
    />
  )
}

/** The action's picture in the colour of its severity. */
export function ActionIcon({ event, className }: { event: AuditEvent; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'mt-px grid size-8 shrink-0 place-items-center rounded-md border',
        toneBox[severityLook[event.severity].tone],
        className,
      )}
    >
      {createElement(iconOf(event.action), { className: 'size-4', strokeWidth: 1.75 })}
    </span>
  )
}

function OpenLink(props: { id: string; onOpen: (id: string) => void; children: ReactNode }) {
  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    props.onOpen(props.id)
  }
  return (
    <Link
      href={`/dashboard/activity/${props.id}`}
      prefetch={false}
      onClick={open}
      className="flex items-baseline justify-between gap-3 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
    >
      {props.children}
    </Link>
  )
}

function EventMarks({ event }: { event: AuditEvent }) {
  const { word, tone } = severityLook[event.severity]
  const hasMarks =
    event.severity !== 'INFO' || event.sentryUrl !== null || event.source !== 'daybook' || event.ipAddress !== null
  if (!hasMarks) return null
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-muted text-sm">
      {event.severity !== 'INFO' && <Badge tone={tone}>{word}</Badge>}
      <SourceBadge source={event.source} />
      {event.ipAddress !== null && (
        <span className="break-all font-mono text-xs">
          <span className="sr-only">from address </span>
          {event.ipAddress}
        </span>
      )}
      {/* Above the row's own link, which covers everything else. */}
      {event.sentryUrl !== null && <OpenInSentry url={event.sentryUrl} className="relative max-lg:-my-2" />}
    </p>
  )
}
