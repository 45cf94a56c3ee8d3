'use client'

import { RadioGroup as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface Segment<Value extends string = string> {
  value: Value
  label: ReactNode
  /** Shown small behind the label. */
  count?: number
}

export interface SegmentedControlProps<Value extends string = string> {
  'aria-label': string
  segments: readonly Segment<Value>[]
  value: Value
  onValueChange: (value: Value) => void
  className?: string
}

/** Two to five views of the same thing, exactly one of which is chosen. */
export function SegmentedControl<Value extends string = string>(props: SegmentedControlProps<Value>) {
  const { segments, value, onValueChange, className } = props
  const choose = (chosen: string) => {
    const segment = segments.find((candidate) => candidate.value === chosen)
    if (segment) onValueChange(segment.value)
  }
  return (
    <Radix.Root
      aria-label={props['aria-label']}
      orientation="horizontal"
      value={value}
      onValueChange={choose}
      className={cn(
        'inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md border border-line bg-sunken p-0.5',
        className,
      )}
    >
      {segments.map((segment) => (
        <Radix.Item
          key={segment.value}
          value={segment.value}
          className={cn(
            'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-[5px] px-2.5 font-medium text-fg-muted text-sm hover:text-fg max-lg:h-10 max-lg:px-3.5',
            'focus-visible:-outline-offset-2 data-[state=checked]:bg-raised data-[state=checked]:text-fg data-[state=checked]:shadow-panel',
          )}
        >
          {segment.label}
          {segment.count !== undefined && <span className="text-fg-subtle tabular-nums">{segment.count}</span>}
        </Radix.Item>
      ))}
    </Radix.Root>
  )
}
