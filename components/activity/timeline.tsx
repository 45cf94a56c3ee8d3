import { Button } from '@/components/ui/button'
import type { AuditEvent } from '@/lib/audit/contract'
import { EventList } from './event-list'

export interface TimelineProps {
  events: readonly AuditEvent[]
  onOpen: (id: string) => void
  /** How to go on; null at the end. */
  more: { load: () => unknown; isLoading: boolean } | null
}

/** Events strung on a line through time. */
export function Timeline({ events, onOpen, more }: TimelineProps) {
  return (
    <div data-testid="trail">
      <EventList events={events.map((event) => ({ event }))} onOpen={onOpen} isTimeline />
      {more && (
        <div className="flex justify-center border-line border-t px-4 py-4">
          <Button onClick={() => void more.load()} pending={more.isLoading}>
            Load more
          </Button>
        </div>
      )}
    </div>
  )
}
