'use client'

import { Pause, Play } from 'lucide-react'
import { Button } from './button'
import { cn } from './cn'
import { absoluteTime, relativeTime } from './format-time'
import { StatusDot } from './status-dot'
import type { Tone } from './tone'
import { useNow } from './use-now'

export type LiveState = 'live' | 'paused' | 'disconnected'

export interface LiveStatusProps {
  state: LiveState
  /** When data last arrived (epoch ms, such as `query.dataUpdatedAt`); 0 or null for never. */
  updatedAt: number | null
  /** Shows a pause and resume button. */
  onToggle?: () => void
  className?: string
}

const tones: Record<LiveState, Tone> = { live: 'success', paused: 'neutral', disconnected: 'error' }
const spoken: Record<LiveState, string> = {
  live: 'Live updates are on',
  paused: 'Live updates are paused',
  disconnected: 'Disconnected, showing older data',
}

/** Says whether a view is live, paused or disconnected. Only a change of state is announced, never a tick. */
export function LiveStatus({ state, updatedAt, onToggle, className }: LiveStatusProps) {
  const now = useNow(1000)
  return (
    <div className={cn('flex items-center gap-2 text-fg-muted text-sm', className)}>
      <StatusDot tone={tones[state]} pulse={state === 'live'} />
      <span className={cn('tabular-nums', state === 'disconnected' && 'text-error-fg')}>
        {textOf(state, updatedAt || null, now)}
      </span>
      <span role="status" className="sr-only">
        {spoken[state]}
      </span>
      {onToggle && (
        <Button
          variant="ghost"
          size="icon-sm"
          onClick={onToggle}
          aria-label={state === 'paused' ? 'Resume live updates' : 'Pause live updates'}
        >
          {state === 'paused' ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        </Button>
      )}
    </div>
  )
}

function textOf(state: LiveState, updatedAt: number | null, now: number | null): string {
  const age =
    updatedAt && now ? (relativeTime(updatedAt, Math.max(now, updatedAt)) ?? absoluteTime(updatedAt, 'date')) : null
  if (state === 'paused') return age ? `Paused · updated ${age}` : 'Paused'
  if (state === 'disconnected') return age ? `Disconnected · last updated ${age}` : 'Disconnected'
  return age ? `Updated ${age === 'now' ? 'just now' : age}` : 'Connecting'
}
