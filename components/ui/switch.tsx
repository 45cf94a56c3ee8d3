'use client'

import { Switch as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field'

/** Something that is on or off at once, without saving. Needs an `aria-label` outside a `Field`. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  const { 'aria-required': _required, ...wiring } = useFieldControl(rest)
  return (
    <Radix.Root
      className={cn(
        'relative h-6 w-10 shrink-0 rounded-full border border-line-control bg-sunken transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        'after:absolute after:-inset-2.5',
        className,
      )}
      {...rest}
      {...wiring}
    >
      <Radix.Thumb className="block size-4 translate-x-[3px] rounded-full bg-fg-muted transition-transform data-[state=checked]:translate-x-[19px] data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  )
}
