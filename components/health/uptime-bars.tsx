'use client'

import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { absoluteTime } from '@/components/ui/format-time'
import type { BarState, HealthRange, UptimeBar } from '@/lib/health/contract'
import { barLook, barText } from './health-words'

const legend: readonly BarState[] = ['up', 'degraded', 'down', 'maintenance', 'noData']

export interface UptimeBarsProps {
  bars: readonly UptimeBar[]
  range: HealthRange
  /** Of the company: days are its days. */
  timeZone: string
}

/** One bar for each hour or day; the one under the pointer is told below. Screen readers get every bar that was not up. */
export function UptimeBars({ bars, range, timeZone }: UptimeBarsProps) {
  const [shown, setShown] = useState<string | null>(null)
  const bar = bars.find(({ from }) => from === shown)
  return (
    <div>
      <div
        aria-hidden="true"
        className="flex h-10 items-stretch gap-px sm:gap-0.5"
        onPointerLeave={() => setShown(null)}
      >
        {bars.map(({ from, state }) => (
          <span
            key={from}
            data-testid="uptime-bar"
            data-state={state}
            onPointerEnter={() => setShown(from)}
            className={cn(
              'min-w-0 flex-1 rounded-[1px] sm:rounded-xs',
              barLook[state].className,
              shown === from && 'opacity-70',
            )}
          />
        ))}
      </div>
      <p aria-hidden="true" className="mt-1.5 flex min-h-5 justify-between gap-3 text-fg-muted text-sm tabular-nums">
        {bar ? (
          <span className="text-fg">
            {nameOf(bar, range, timeZone)}: {barText(bar)}
          </span>
        ) : (
          <>
            <span>{bars[0] && nameOf(bars[0], range, timeZone)}</span>
            <span>{range === '24h' ? 'this hour' : 'today'}</span>
          </>
        )}
      </p>
      <ul aria-label="Not up all the time" className="sr-only">
        {bars
          .filter(({ state }) => state !== 'up' && state !== 'noData')
          .map((each) => (
            <li key={each.from}>
              {nameOf(each, range, timeZone)}: {barText(each)}
            </li>
          ))}
      </ul>
      <ul aria-label="Legend" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-fg-muted text-xs">
        {legend.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={cn('size-2 rounded-[1px]', barLook[state].className)} />
            {barLook[state].word}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** "28 Nov 2026" of the company; hours are the viewer's, as all times on a page. */
function nameOf({ from }: UptimeBar, range: HealthRange, timeZone: string): string {
  const ms = new Date(from).getTime()
  return range === '24h' ? absoluteTime(ms, 'time').slice(0, 5) : absoluteTime(ms, 'date', timeZone)
}
