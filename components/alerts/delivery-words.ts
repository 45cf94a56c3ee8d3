import type { Tone } from '@/components/ui/tone'
import type { AlertDelivery } from '@/lib/alerts/contract'

/** How each state of a delivery looks and is called. */
export const deliveryLook: Record<AlertDelivery['status'], { word: string; tone: Tone }> = {
  PENDING: { word: 'Waiting', tone: 'info' },
  SENDING: { word: 'Sending', tone: 'info' },
  SENT: { word: 'Sent', tone: 'success' },
  DEAD: { word: 'Given up', tone: 'error' },
  CANCELLED: { word: 'Cancelled', tone: 'neutral' },
}

const kinds: Record<string, string> = {
  firing: 'Firing',
  repeat: 'Still firing',
  resolved: 'Resolved',
  escalation: 'Escalated',
  notice: 'Notice',
  test: 'Test',
  digest: 'Digest',
  drill: 'Drill',
  'dead-letter': 'Another channel failed',
  checkpoint: 'Checkpoint',
}

/** What a delivery was about: "Still firing". */
export const kindWords = (kind: string): string => kinds[kind] ?? kind
