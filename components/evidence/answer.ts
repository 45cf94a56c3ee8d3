import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import type { AuditEvidence } from '@/lib/audit/contract'

export interface Answer {
  tone: Tone
  title: string
  /** What to know or do about it; a verification that came to its end speaks for itself. */
  detail?: string
}

/**
 * Whether anybody altered the trail, as far as it is known. The newest verification that came to its end decides, also
 * while another one runs: an alarm is not taken back before something else is known.
 */
export function answerOf({ sealed, unsealed, running, last }: AuditEvidence): Answer {
  if (last && last.passed !== true)
    return { tone: 'critical', title: `The trail was altered: ${counted(last.findingCount, 'finding')}` }
  if (last) return { tone: 'success', title: `Nothing was altered in ${counted(last.size, 'event')}` }
  if (running) return { tone: 'info', title: 'Being verified for the first time' }
  if (sealed > 0)
    return {
      tone: 'warning',
      title: 'Never verified',
      detail: `${counted(sealed, 'event')} ${sealed === 1 ? 'is' : 'are'} sealed; whether anybody altered one is not known until you verify.`,
    }
  return unsealed > 0
    ? { tone: 'neutral', title: 'Nothing is sealed yet', detail: 'The first events wait for their seal.' }
    : {
        tone: 'neutral',
        title: 'The trail is empty',
        detail: 'Each event is sealed within a second or two of being written.',
      }
}

/** What was sealed after the newest verification looked. */
export function sealedSince({ sealed, last }: AuditEvidence): number {
  return last ? Math.max(0, sealed - last.size) : 0
}
