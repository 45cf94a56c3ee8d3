'use client'

import { ArrowRight } from 'lucide-react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure-notice'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import { Verdict } from '@/components/ui/verdict'
import { incidentStates, stateWords } from '@/lib/incidents/browser'
import type { IncidentDetail, IncidentState } from '@/lib/incidents/contract'
import { updateIncident } from './queries'
import { standingOf } from './standing'
import { StateStepper } from './state-stepper'

const options = incidentStates.map((value) => ({ value, label: stateWords[value].name }))

/** The state of an incident in one sentence, its place on the way, and the step that comes next. */
export function WhereItStands({ incident }: { incident: IncidentDetail }) {
  const { tone, title, task, next } = standingOf(incident)
  const { submit, pending, error } = useSubmit({
    run: (state: IncidentState) => updateIncident(incident.id, { state, fromState: incident.state }),
    done: ({ state }) => toast.success(`Moved to ${stateWords[state].name.toLowerCase()}`),
  })
  const move = (state: IncidentState) => {
    if (state !== incident.state) void submit(state)
  }
  return (
    <Verdict tone={tone} title={title} pending="Looking at the incident">
      <p className="mt-0.5 text-fg">{task}</p>
      <StateStepper state={incident.state} className="mt-4" />
      <div className="mt-4 flex flex-wrap items-center gap-2 max-sm:flex-col max-sm:items-stretch">
        {next && (
          <Button variant="primary" pending={pending} onClick={() => move(next)} className="max-sm:h-11">
            {next === 'CLOSED' ? 'Close the incident' : `Move on to ${stateWords[next].name.toLowerCase()}`}
            <ArrowRight aria-hidden="true" />
          </Button>
        )}
        <Select
          aria-label="State"
          options={options}
          value={incident.state}
          onValueChange={move}
          disabled={pending}
          className="sm:w-48"
        />
      </div>
      <FailureNotice error={error} className="mt-3 bg-surface" />
    </Verdict>
  )
}
