import { Badge } from '@/components/ui/badge'
import type { Tone } from '@/components/ui/tone'
import { wordsOf } from '@/components/ui/words'
import { stateWords } from '@/lib/incidents/browser'
import type { IncidentClass, IncidentState } from '@/lib/incidents/contract'

export const classTones: Record<IncidentClass, Tone> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
}

export const classOptions = (Object.keys(classTones) as IncidentClass[]).map((value) => ({
  value,
  label: wordsOf(value),
}))

export function ClassBadge({ value }: { value: IncidentClass }) {
  return <Badge tone={classTones[value]}>{wordsOf(value)}</Badge>
}

const stateTones: Record<IncidentState, Tone> = {
  DETECTION: 'error',
  TRIAGE: 'error',
  INVESTIGATION: 'warning',
  RESOLUTION: 'info',
  POST_MORTEM: 'info',
  PREVENTION: 'info',
  CLOSED: 'neutral',
}

export function StateBadge({ state }: { state: IncidentState }) {
  return <Badge tone={stateTones[state]}>{stateWords[state].name}</Badge>
}
