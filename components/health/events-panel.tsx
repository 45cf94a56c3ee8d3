import Link from 'next/link'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { StatusDot } from '@/components/ui/status-dot'
import { Time } from '@/components/ui/time'
import type { Tone } from '@/components/ui/tone'
import type { HealthDetails } from '@/lib/health/contract'

type Event = HealthDetails['events'][number]

const tones: Record<Event['severity'], Tone> = {
  INFO: 'info',
  WARNING: 'warning',
  ERROR: 'error',
  CRITICAL: 'critical',
}

/** What happened last; founders get to each event's own page. */
export function EventsPanel({ events, isFounder }: { events: readonly Event[]; isFounder: boolean }) {
  return (
    <Panel title="The last ten events" flush>
      {events.length === 0 ? (
        <EmptyState title="Nothing has happened yet" />
      ) : (
        <ul aria-label="The last ten events" className="divide-y divide-line">
          {events.map((event) => (
            <li key={event.id} className="relative flex items-baseline gap-2.5 px-4 py-2 text-sm hover:bg-hover">
              <StatusDot tone={tones[event.severity]} label={event.severity.toLowerCase()} />
              <span className="min-w-0 flex-1 break-words text-fg">
                {isFounder ? (
                  <Link href={`/dashboard/activity/${event.id}`} className="after:absolute after:inset-0">
                    {event.description}
                  </Link>
                ) : (
                  event.description
                )}
              </span>
              <Time iso={event.at} className="shrink-0 text-fg-muted" />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
