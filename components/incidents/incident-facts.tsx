'use client'

import { KeyValueList } from '@/components/ui/key-value-list'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { durationText } from '@/lib/incidents/browser'
import type { IncidentDetail } from '@/lib/incidents/contract'
import { AssigneeField } from './assignee-field'
import { ClassField } from './class-field'

/** Who takes care of it, how bad it is, and how long things took. */
export function IncidentFacts({ incident }: { incident: IncidentDetail }) {
  const { detectMs, acknowledgeMs, resolveMs } = incident.durations
  const times = [
    { label: 'Noticed', name: 'time to detect', ms: detectMs },
    { label: 'Taken on', name: 'time to acknowledge', ms: acknowledgeMs },
    { label: 'Resolved', name: 'time to resolve', ms: resolveMs },
  ]
  return (
    <Panel title="Details">
      <div className="grid grid-cols-1 gap-4">
        <AssigneeField incident={incident} />
        <ClassField incident={incident} />
        <KeyValueList
          className="-mb-2 border-line border-t"
          items={[
            ...times.map(({ label, name, ms }) => ({
              label,
              value: ms !== null && (
                <>
                  {ms === 0 ? 'at once' : `after ${durationText(ms)}`}
                  <span className="block text-fg-muted text-sm">{name}</span>
                </>
              ),
            })),
            { label: 'Closed', value: incident.closedAt && <Time iso={incident.closedAt} format="date" /> },
          ].map(({ label, value }) => ({ label, value: value || <span className="text-fg-muted">not yet</span> }))}
        />
      </div>
    </Panel>
  )
}
