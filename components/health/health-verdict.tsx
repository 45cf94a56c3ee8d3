'use client'

import { Verdict } from '@/components/ui/verdict'
import type { HealthHistory, SystemHealth } from '@/lib/health/contract'
import { percentText, verdictOf } from './health-words'

export interface HealthVerdictProps {
  health: SystemHealth | undefined
  /** Nothing was heard for too long: what is shown may not be so any more. */
  isStale: boolean
  uptime?: HealthHistory['uptime'] | undefined
}

/** Whether to worry, before anything else. */
export function HealthVerdict({ health, isStale, uptime }: HealthVerdictProps) {
  const pending = 'Asking every check'
  if (isStale)
    return (
      <Verdict tone="warning" title="It is not known how Daybook is at this moment" pending={pending}>
        <p className="text-fg">It has not answered for a while. What stands below is what it said last.</p>
      </Verdict>
    )
  if (!health) return <Verdict tone={undefined} title="" pending={pending} />
  const { tone, title, troubles } = verdictOf(health)
  return (
    <Verdict tone={tone} title={title} pending={pending}>
      {troubles.length > 0 ? (
        <p className="text-fg">{troubles.join('. ')}.</p>
      ) : (
        <p className="text-fg">
          {Object.keys(health.checks).length} checks, none of them worried.
          {uptime?.['30d'] != null && ` Up ${percentText(uptime['30d'])} of the last 30 days.`}
        </p>
      )}
    </Verdict>
  )
}
