'use client'

import { useState } from 'react'
import { Panel } from '@/components/ui/panel'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { isResolvedState } from '@/lib/incidents/browser'
import type { IncidentDetail } from '@/lib/incidents/contract'
import { NoteForm } from './note-form'
import { TimelineLine } from './timeline-line'

const orders = [
  { value: 'oldest', label: 'Oldest first' },
  { value: 'newest', label: 'Newest first' },
] as const
type Order = (typeof orders)[number]['value']

/** What happened, line by line: told by itself, with people's notes between. */
export function IncidentTimeline({ incident }: { incident: IncidentDetail }) {
  // While it goes on, the news comes first; afterwards it is read as a story.
  const [order, setOrder] = useState<Order>(() => (isResolvedState(incident.state) ? 'oldest' : 'newest'))
  const lines = order === 'oldest' ? incident.timeline : incident.timeline.toReversed()
  return (
    <Panel
      title="Timeline"
      actions={<SegmentedControl aria-label="Order" segments={orders} value={order} onValueChange={setOrder} />}
      flush
    >
      <div className="border-line border-b p-4">
        <NoteForm incidentId={incident.id} />
      </div>
      <ol aria-label="Timeline" data-testid="timeline" className="py-2">
        {lines.map((line, index) => (
          <TimelineLine
            key={line.id}
            line={line}
            previousAt={lines[index - 1]?.at ?? null}
            isLast={index === lines.length - 1}
          />
        ))}
      </ol>
    </Panel>
  )
}
