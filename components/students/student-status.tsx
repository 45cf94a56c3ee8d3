import { Badge } from '@/components/ui/badge'
import type { Tone } from '@/components/ui/tone'
import { wordsOf } from '@/components/ui/words'
import type { StudentStatus } from '@/lib/students/contract'

const tones: Record<StudentStatus, Tone> = { ACTIVE: 'success', PAUSED: 'warning', LEFT: 'neutral' }

export const studentStatuses = ['ACTIVE', 'PAUSED', 'LEFT'] as const satisfies readonly StudentStatus[]

export function StudentStatusBadge({ status }: { status: StudentStatus }) {
  return <Badge tone={tones[status]}>{wordsOf(status)}</Badge>
}
