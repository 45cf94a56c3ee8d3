import type { AuditEvent } from '@/lib/audit/contract'
import { ChangeTable } from './change-table'
import { changesOf } from './changes'
import { ErasedNote } from './erased-note'
import { EventError } from './event-error'
import { EventEvidence } from './event-evidence'
import { EventFacts } from './event-facts'
import { EventIds } from './event-ids'
import { EventMetadata } from './event-metadata'
import { EventSection } from './event-section'
import { descriptionOf } from './words'

/** Everything that is known of one event, under its sentence. Two columns where there is room. */
export function EventDetails({ event }: { event: AuditEvent }) {
  const description = descriptionOf(event)
  return (
    <div className="@container" data-testid="event-details">
      {event.erasedAt && <ErasedNote erasedAt={event.erasedAt} />}
      {description && <p className="mb-6 text-pretty break-words text-fg text-lg">{description}</p>}
      <div className="grid gap-7 @3xl:grid-cols-2 @3xl:gap-x-12">
        <div className="grid min-w-0 content-start gap-7">
          <EventError event={event} />
          {changesOf(event).length > 0 && (
            <EventSection title={changeTitle(event)}>
              <ChangeTable event={event} />
            </EventSection>
          )}
          <EventFacts event={event} />
        </div>
        <div className="grid min-w-0 content-start gap-7">
          <EventMetadata event={event} />
          <EventEvidence event={event} />
          <EventIds event={event} />
        </div>
      </div>
    </div>
  )
}

function changeTitle({ before, after }: AuditEvent): string {
  if (before === null) return 'Created with'
  return after === null ? 'As it was before' : 'What changed'
}
