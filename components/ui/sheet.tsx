'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { buttonVariants } from './button'
import { cn } from './cn'
import { dialogFooterClasses, overlayClasses } from './dialog'

export const Sheet = Radix.Root
export const SheetTrigger = Radix.Trigger

const sides = {
  left: 'inset-y-0 start-0 w-[min(20rem,88vw)] animate-slide-left border-e',
  // A detail panel: beside the list where there is room, a tall drawer under the thumb on phones.
  right: cn(
    'inset-x-0 bottom-0 h-[92dvh] animate-slide-up rounded-t-xl border-t',
    'sm:inset-y-0 sm:start-auto sm:end-0 sm:h-auto sm:w-[min(36rem,92vw)] sm:animate-slide-right sm:rounded-none sm:border-s sm:border-t-0',
  ),
  bottom: 'inset-x-0 bottom-0 max-h-[92dvh] animate-slide-up rounded-t-xl border-t',
} as const

export interface SheetContentProps {
  side?: keyof typeof sides
  title: ReactNode
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean
  description?: ReactNode
  /** Badges or a time beside the title. */
  meta?: ReactNode
  footer?: ReactNode
  className?: string
  children: ReactNode
}

/** A panel over the page for details or navigation: keeps focus inside, closes on Escape and outside presses. */
export function SheetContent(props: SheetContentProps) {
  const { side = 'right', title, hideTitle, description, meta, footer, className, children } = props
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        className={cn('fixed z-50 flex flex-col border-line-strong bg-raised shadow-overlay', sides[side], className)}
        {...(!description && { 'aria-describedby': undefined })}
      >
        <header
          className={cn('flex items-start justify-between gap-3 px-5 py-3.5', !hideTitle && 'border-line border-b')}
        >
          <div className={cn('min-w-0 pt-1', hideTitle && 'sr-only')}>
            {meta && <div className="mb-1.5 flex flex-wrap items-center gap-2 text-fg-muted text-sm">{meta}</div>}
            <Radix.Title className="break-words font-semibold text-fg text-lg">{title}</Radix.Title>
            {description && <Radix.Description className="mt-0.5 text-fg-muted">{description}</Radix.Description>}
          </div>
          <Radix.Close
            aria-label="Close"
            className={cn(buttonVariants({ variant: 'ghost', size: 'icon-sm' }), '-me-2 ms-auto')}
          >
            <X aria-hidden="true" />
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div>
        {footer && <footer className={dialogFooterClasses}>{footer}</footer>}
      </Radix.Content>
    </Radix.Portal>
  )
}
