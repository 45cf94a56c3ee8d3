import { counted } from '@/components/ui/words'
import type { AlertRule, RulePreview } from '@/lib/alerts/rules/contract'
import { durationText } from '@/lib/incidents/browser'

/** "It would have fired 14 times, 5 messages to each channel after the cooldown." */
export function previewSentence(
  kind: AlertRule['kind'],
  { alerts, messages, longestMs }: Pick<RulePreview, 'alerts' | 'messages' | 'longestMs'>,
): string {
  if (alerts === 0) return 'It would have said nothing.'
  if (kind === 'notice') return `It would have told ${counted(alerts, 'time')}.`
  const fired = `It would have fired ${counted(alerts, 'time')}: ${counted(messages, 'message')} to each channel after the cooldown.`
  return longestMs < 60_000 ? fired : `${fired} The longest lasted ${durationText(longestMs)}.`
}
