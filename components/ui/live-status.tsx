'use client'

import { Pause, Play } from 'lucide-react'
import { Button } from './button'
import { cn } from './cn'
import { absoluteTime, relativeTime } from './format-time'
import { StatusDot } from './status-dot'
import type { Tone } from './tone'
import { useNow } from './use-now'

/** `live` is told as it happens, `polling` asked for again and again. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'paused' | 'disconnected'

export interface LiveStatusProps {
  state: LiveState
  /** When data last arrived (epoch ms, such as `query.dataUpdatedAt`); 0 or null for never. */
  updatedAt: number | null
  /** Shows a pause and resume button. */
  onToggle?: () => void
  className?: string
}

const tones: Record<LiveState, Tone> = {
  connecting: 'neutral',
  live: 'success',
  polling: 'warning',
  paused: 'neutral',
  disconnected: 'error',
}
const spoken: Record<LiveState, string> = {
  connecting: '',
  live: 'Live updates are on',
  polling: 'No live connection, looking every few seconds',
  paused: 'Live updates are paused',
  disconnected: 'Disconnected, showing older data',
}

/** Says whether a view is live, and if not, how old it is. Only a change of state is announced, never a tick. */
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
  if (state === 'live') return 'Live'
  if (state === 'connecting') return 'Connecting'
  const age =
    updatedAt && now ? (relativeTime(updatedAt, Math.max(now, updatedAt)) ?? absoluteTime(updatedAt, 'date')) : null
  const word = { polling: 'Polling', paused: 'Paused', disconnected: 'Disconnected' }[state]
  return age ? `${word} · updated ${age === 'now' ? 'just now' : age}` : word
}
