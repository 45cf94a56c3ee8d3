import { Badge } from '@/components/ui/badge'
import type { Tone } from '@/components/ui/tone'
import { wordsOf } from '@/components/ui/words'
import type { LeadStatus, SettableLeadStatus } from '@/lib/leads/contract'

/** NEW stands out because somebody is waiting for an answer; green is money. */
const tones: Record<LeadStatus, Tone> = {
  NEW: 'warning',
  CONTACTED: 'info',
  QUALIFIED: 'info',
  INVOICED: 'info',
  CONVERTED: 'success',
  LOST: 'neutral',
}

export const leadStatuses = [
  'NEW',
  'CONTACTED',
  'QUALIFIED',
  'INVOICED',
  'CONVERTED',
  'LOST',
] as const satisfies readonly LeadStatus[]

/** What a person may set; the others follow from invoices and payments. */
export const settableLeadStatuses = [
  'NEW',
  'CONTACTED',
  'QUALIFIED',
  'LOST',
] as const satisfies readonly SettableLeadStatus[]

export function LeadStatusBadge({ status }: { status: LeadStatus }) {
  return <Badge tone={tones[status]}>{wordsOf(status)}</Badge>
}
