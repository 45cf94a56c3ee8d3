'use client'

import { ToggleGroup as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface ToggleGroupProps<Value extends string> {
  'aria-label': string
  options: readonly { value: Value; label: ReactNode }[]
  values: readonly Value[]
  onValuesChange: (values: Value[]) => void
  className?: string
}

/** Several short words of which any number are chosen, such as days of the week. */
export function ToggleGroup<Value extends string>(props: ToggleGroupProps<Value>) {
  const { options, values, onValuesChange, className } = props
  const choose = (chosen: string[]) =>
    onValuesChange(options.map(({ value }) => value).filter((value) => chosen.includes(value)))
  return (
    <Radix.Root
      type="multiple"
      aria-label={props['aria-label']}
      value={[...values]}
      onValueChange={choose}
      className={cn('grid gap-1', className)}
    >
      {options.map(({ value, label }) => (
        <Radix.Item
          key={value}
          value={value}
          className={cn(
            'h-9 min-w-0 rounded-md border border-line-control bg-surface font-medium text-fg-muted text-sm shadow-panel hover:border-fg-subtle hover:text-fg max-lg:h-11',
            'data-[state=on]:border-accent data-[state=on]:bg-accent data-[state=on]:text-on-accent',
          )}
        >
          {label}
        </Radix.Item>
      ))}
    </Radix.Root>
  )
}
