'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'

/** A menu behind a button. The page around stays readable and scrollable while it is open. */
export function DropdownMenu(props: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={false} {...props} />
}

export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuRadioGroup = Radix.RadioGroup

const itemClasses =
  'relative flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-base outline-none data-highlighted:bg-hover data-disabled:text-fg-subtle max-lg:h-10 [&_svg]:size-4 [&_svg]:shrink-0'

/** The list of choices; opened by its trigger, walked with arrow keys and first letters. */
export function DropdownMenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          'z-50 min-w-48 animate-rise-in overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-pop',
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  )
}

/** One choice. `danger` is for what destroys; it opens a confirmation and does nothing itself. */
export function DropdownMenuItem({
  className,
  danger,
  ...rest
}: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  return <Radix.Item className={cn(itemClasses, danger && 'text-error-fg', className)} {...rest} />
}

/** One of several, with a tick at the chosen one. */
export function DropdownMenuRadioItem({ className, children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemClasses, 'pe-8', className)} {...rest}>
      {children}
      <Radix.ItemIndicator className="absolute end-2">
        <Check className="size-3.5 text-accent-fg" aria-hidden="true" />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  )
}

export function DropdownMenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('eyebrow px-2 pt-2 pb-1', className)} {...rest} />
}

export function DropdownMenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn('-mx-1 my-1 h-px bg-line', className)} {...rest} />
}
