'use client'

import { BookOpen } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import type { Tone } from '@/components/ui/tone'
import type { IncidentDetail } from '@/lib/incidents/contract'
import { AddAlert } from './add-alert'
import { RunbookSheet } from './runbook-sheet'
import { TakeOutAlert } from './take-out-alert'

type AlertView = IncidentDetail['alerts'][number]

/** What is affected: the alerts of an incident, each with what to do about it. */
export function IncidentAlerts({ incident }: { incident: IncidentDetail }) {
  const [rule, setRule] = useState<string | null>(null)
  return (
    <Panel title="What is affected" flush>
      {incident.alerts.length === 0 ? (
        <p className="p-4 text-fg-muted">No alert belongs to this incident.</p>
      ) : (
        <ul>
          {openFirst(incident.alerts).map((alert) => (
            <li key={alert.id} className="border-line border-b px-4 py-3 last:border-b-0">
              <AlertLine alert={alert} />
              <div className="mt-2 flex flex-wrap gap-2">
                <Button size="sm" className="max-lg:h-11" onClick={() => setRule(alert.rule)}>
                  <BookOpen aria-hidden="true" />
                  What to do
                </Button>
                <TakeOutAlert incident={incident} alert={alert} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {incident.state !== 'CLOSED' && <AddAlert incident={incident} />}
      <RunbookSheet rule={rule} onClose={() => setRule(null)} />
    </Panel>
  )
}

function openFirst(alerts: readonly AlertView[]): AlertView[] {
  return alerts.toSorted((one, other) => Number(one.state === 'RESOLVED') - Number(other.state === 'RESOLVED'))
}

const states: Record<string, { tone: Tone; label: string }> = {
  FIRING: { tone: 'error', label: 'Firing' },
  ACKNOWLEDGED: { tone: 'warning', label: 'Acknowledged' },
  RESOLVED: { tone: 'success', label: 'Resolved' },
}

function AlertLine({ alert }: { alert: AlertView }) {
  const state = states[alert.state] ?? { tone: 'neutral', label: alert.state }
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <Link
          href={`/dashboard/alerts/${alert.id}`}
          className="min-w-0 break-words font-medium underline decoration-line-strong underline-offset-4 hover:decoration-accent max-lg:py-1"
        >
          {alert.title}
        </Link>
        <Badge tone={state.tone}>{state.label}</Badge>
      </div>
      <p className="mt-1 break-words text-fg-muted">{alert.sentence}</p>
      <p className="mt-1 text-fg-muted text-sm">
        Since <Time iso={alert.firstAt} format="datetime" />
      </p>
    </>
  )
}
