import { Badge } from '@/components/ui/badge'
import type { Tone } from '@/components/ui/tone'
import type { Alert, AlertSeverity, AlertState } from '@/lib/alerts/contract'

/** How each severity looks and is called. */
export const severityLook: Record<AlertSeverity, { word: string; tone: Tone }> = {
  critical: { word: 'Critical', tone: 'critical' },
  high: { word: 'High', tone: 'error' },
  medium: { word: 'Medium', tone: 'warning' },
  low: { word: 'Low', tone: 'info' },
  info: { word: 'Info', tone: 'neutral' },
}

const stateLook: Record<AlertState, { word: string; tone: Tone }> = {
  FIRING: { word: 'Firing', tone: 'error' },
  ACKNOWLEDGED: { word: 'Acknowledged', tone: 'warning' },
  RESOLVED: { word: 'Resolved', tone: 'success' },
}

export function SeverityBadge({ severity }: { severity: AlertSeverity }) {
  const { word, tone } = severityLook[severity]
  return <Badge tone={tone}>{word}</Badge>
}

/** Trouble of the sample company looks like any other, and nobody has to run for it. */
export function SampleBadge({ source }: { source: string }) {
  return source === 'sample' ? <Badge>Sample data</Badge> : null
}

export function StateBadge({ alert }: { alert: Pick<Alert, 'state' | 'isSuppressed'> }) {
  const { word, tone } = stateLook[alert.state]
  return (
    <span className="inline-flex gap-1">
      <Badge tone={tone}>{word}</Badge>
      {alert.isSuppressed && <Badge>Silenced</Badge>}
    </span>
  )
}
