'use client'

import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface CheckboxProps {
  label: ReactNode
  hint?: ReactNode
  checked?: boolean
  defaultChecked?: boolean
  onCheckedChange?: (checked: boolean) => void
  name?: string
  disabled?: boolean
  className?: string
}

/** A yes or no with its sentence beside it; the sentence can be pressed too. */
export function Checkbox({ label, hint, className, onCheckedChange, ...rest }: CheckboxProps) {
  return (
    <label className={cn('flex cursor-pointer items-start gap-2.5 py-1 max-lg:py-2.5', className)}>
      <Radix.Root
        {...rest}
        onCheckedChange={(state) => onCheckedChange?.(state === true)}
        className="mt-0.5 grid size-[1.125rem] shrink-0 place-items-center rounded-sm border border-line-control bg-surface disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Indicator>
          <Check className="size-3.5 text-on-accent" strokeWidth={3} aria-hidden="true" />
        </Radix.Indicator>
      </Radix.Root>
      <span>
        <span className="block text-fg">{label}</span>
        {hint && <span className="block text-fg-muted text-sm">{hint}</span>}
      </span>
    </label>
  )
}
