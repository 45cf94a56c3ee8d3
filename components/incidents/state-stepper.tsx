import { Check } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { incidentStates, stateWords } from '@/lib/incidents/browser'
import type { IncidentState } from '@/lib/incidents/contract'

/** The way of an incident and how far it is. On phones only the step it is at has its name. */
export function StateStepper({ state, className }: { state: IncidentState; className?: string }) {
  const at = incidentStates.indexOf(state)
  return (
    <div className={className}>
      <ol aria-label="The way of an incident" className="grid grid-cols-7 gap-1 text-fg">
        {incidentStates.map((step, index) => (
          <li key={step} aria-current={step === state ? 'step' : undefined} className="min-w-0">
            <span
              aria-hidden="true"
              className={cn(
                'block h-1.5 rounded-full border',
                index <= at ? 'border-current bg-current' : 'border-line-control bg-surface',
              )}
            />
            <span className="mt-1.5 flex items-center gap-1 text-xs max-md:sr-only">
              {index < at && <Check className="size-3 shrink-0" aria-hidden="true" />}
              <span className={cn('truncate', step === state && 'font-semibold', index > at && 'text-fg-muted')}>
                {stateWords[step].name}
              </span>
              <span className="sr-only">{index < at ? '(done)' : index > at ? '(to come)' : '(now)'}</span>
            </span>
          </li>
        ))}
      </ol>
      <p aria-hidden="true" className="mt-1.5 text-fg text-sm md:hidden">
        <span className="font-semibold">{stateWords[state].name}</span>, step {at + 1} of {incidentStates.length}
      </p>
    </div>
  )
}
