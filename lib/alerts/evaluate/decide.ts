import type { AlertState } from '../contract'

/** What a channel was last told of a fingerprint. */
export type Told = { lastFiringAt: Date; lastCount: number; owesResolvedOf: string | null }

export type Situation = {
  alert: { id: string; state: AlertState; kind: 'event' | 'condition'; count: number }
  /** Undefined: this channel has never heard of this fingerprint. */
  told: Told | undefined
  /** A silence, a maintenance window or quiet hours. */
  isHeldBack: boolean
  now: Date
  cooldownMs: number
  /** After which a condition that lasts is told again. */
  reminderMs: number
}

/**
 * Whether a channel is told "firing" now. Pure, and the only place that knows: at most once per fingerprint and cooldown,
 * also across an alert that was resolved and came back; again only when there is news (further events, or a reminder of a
 * condition that lasts); never of what is acknowledged or held back, which is told later if it is still firing then.
 * "Resolved" is not decided here: whoever was told "firing" is always told.
 */
export function decide(situation: Situation): 'firing' | 'repeat' | undefined {
  const { alert, told, isHeldBack, now, cooldownMs, reminderMs } = situation
  if (alert.state !== 'FIRING' || isHeldBack) return undefined
  if (!told) return 'firing'
  const sinceMs = now.getTime() - told.lastFiringAt.getTime()
  if (sinceMs < cooldownMs) return undefined
  if (told.owesResolvedOf !== alert.id) return 'firing'
  const isNews = alert.kind === 'event' ? alert.count > told.lastCount : sinceMs >= reminderMs
  return isNews ? 'repeat' : undefined
}
