'use client'

import { absoluteTime, exactUtc, relativeTime, type TimeStyle } from './format-time'
import { useNow } from './use-now'

export interface TimeProps {
  /** An ISO instant (or a Date). An unreadable one is shown as it is. */
  iso: string | Date
  /** `relative` ("4 min ago", a date beyond a week) unless an absolute style is asked for. */
  format?: 'relative' | TimeStyle
  className?: string
}

/**
 * An instant in the viewer's zone with the exact UTC on hover. The server writes absolute UTC and the browser
 * upgrades it after hydration, so the two never disagree.
 */
export function Time({ iso, format = 'relative', className }: TimeProps) {
  const then = new Date(iso).getTime()
  // Only fresh instants tick each second: a long feed must not render 200 texts a second.
  const coarse = useNow(30_000)
  const ticks = format === 'relative' && (coarse === null || Math.abs(coarse - then) < 120_000)
  const now = useNow(ticks ? 1000 : 30_000)
  if (Number.isNaN(then)) return <span className={className}>{String(iso)}</span>
  return (
    <time dateTime={new Date(then).toISOString()} title={exactUtc(then)} className={className}>
      {textOf(then, now, format)}
    </time>
  )
}

function textOf(then: number, now: number | null, format: NonNullable<TimeProps['format']>): string {
  if (now === null) {
    const style = format === 'relative' ? 'datetime' : format
    return `${absoluteTime(then, style, 'UTC')} UTC`
  }
  if (format !== 'relative') return absoluteTime(then, format)
  return relativeTime(then, now) ?? absoluteTime(then, 'date')
}
