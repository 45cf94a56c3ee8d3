import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import type { AlertChannel } from '@/lib/alerts/channels/contract'

export interface ChannelHealth {
  tone: Tone
  /** Whether it works, in a few words. */
  words: string
  /** When that was found out last. */
  at: string | null
  /** What the service said. */
  detail: string | null
}

/** Whether a channel works, as far as its last messages tell. */
export function healthOf(channel: AlertChannel): ChannelHealth {
  const { isEnabled, origin, failureStreak, lastFailureAt, lastSuccessAt, lastError } = channel
  if (!isEnabled) {
    // Nobody switched this one off: what is wrong with its variable has to be mended.
    const detail = origin === 'environment' ? lastError : null
    return { tone: detail ? 'error' : 'neutral', words: 'Switched off: it gets nothing', at: null, detail }
  }
  if (failureStreak > 0)
    return {
      tone: 'error',
      words:
        failureStreak === 1 ? 'The last message was not taken' : `The last ${failureStreak} messages were not taken`,
      at: lastFailureAt,
      detail: lastError,
    }
  if (lastSuccessAt)
    return { tone: 'success', words: 'Works, the last message was taken', at: lastSuccessAt, detail: null }
  return { tone: 'warning', words: 'Nothing was sent through it yet: send a test', at: null, detail: null }
}

/** What waits and what was given up, or null when there is neither. */
export function backlogWords({ pending, dead }: Pick<AlertChannel, 'pending' | 'dead'>): string | null {
  const parts = [
    ...(pending > 0 ? [`${counted(pending, 'message')} ${pending === 1 ? 'waits' : 'wait'}`] : []),
    ...(dead > 0 ? [`${counted(dead, 'message')} of the last 7 days ${dead === 1 ? 'was' : 'were'} given up`] : []),
  ]
  return parts.length === 0 ? null : parts.join(', ')
}

const scopes: Record<AlertChannel['minSeverity'], string> = {
  info: 'Gets everything',
  low: 'Gets every alert',
  medium: 'Gets alerts of medium severity and worse',
  high: 'Gets high and critical alerts',
  critical: 'Gets critical alerts',
}

/** What a channel gets, in words. */
export function scopeWords({ minSeverity, isEscalationOnly }: AlertChannel): string {
  const what = scopes[minSeverity]
  return isEscalationOnly ? `${what}, when nobody acknowledges in time` : what
}
