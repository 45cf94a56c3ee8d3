'use client'

import { Switch as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field'

/** On or off. Needs a `Field`, a `SwitchField` or an `aria-label`; the pressed area reaches beyond what is seen. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  const wiring = useFieldControl(rest)
  return (
    <Radix.Root
      className={cn(
        'relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-control bg-sunken transition-colors',
        'after:absolute after:-inset-x-1 after:-inset-y-3 hover:border-fg-subtle disabled:opacity-50',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        className,
      )}
      {...rest}
      {...wiring}
    >
      <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-line-control transition-transform data-[state=checked]:translate-x-[1.125rem] data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  )
}
