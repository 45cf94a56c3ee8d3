'use client'

import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'

export interface CheckboxProps {
  label: ReactNode
  checked: boolean
  onCheckedChange: (checked: boolean) => void
}

/** One of several that may be chosen together. The whole line is pressed. */
export function Checkbox({ label, checked, onCheckedChange }: CheckboxProps) {
  const id = useId()
  return (
    <div className="flex items-center gap-2.5">
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={(value) => onCheckedChange(value === true)}
        className="grid size-5 shrink-0 place-items-center rounded-sm border border-line-control bg-surface hover:border-fg-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Indicator>
          <Check className="size-3.5 text-on-accent" strokeWidth={3} aria-hidden="true" />
        </Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id} className="min-w-0 flex-1 py-1.5 text-fg max-lg:py-2.5">
        {label}
      </label>
    </div>
  )
}
