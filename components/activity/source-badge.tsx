import { FlaskConical, Radio } from 'lucide-react'
import { Badge } from '@/components/ui/badge'

/** Where an event comes from, when it is not Daybook itself. */
export function SourceBadge({ source }: { source: string }) {
  if (source === 'daybook') return null
  const isSample = source === 'sample'
  const Icon = isSample ? FlaskConical : Radio
  return (
    <Badge tone={isSample ? 'neutral' : 'info'} icon={<Icon aria-hidden="true" />} className="max-w-48">
      <span className="truncate">{source}</span>
    </Badge>
  )
}
