'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { buttonVariants } from './button'
import { cn } from './cn'

export const Dialog = Radix.Root
/** Closes the dialog it stands in: `<DialogClose asChild><Button>Cancel</Button></DialogClose>`. */
export const DialogClose = Radix.Close

export const overlayClasses = 'fixed inset-0 z-40 animate-fade-in bg-overlay'

/** The box of a modal: at the bottom edge on phones, in the middle above. */
export const modalClasses = [
  'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-xl border border-line-strong bg-raised shadow-overlay',
  'animate-slide-up sm:inset-0 sm:m-auto sm:h-fit sm:max-h-[85dvh] sm:w-[calc(100%-2rem)] sm:animate-rise-in sm:rounded-xl',
].join(' ')

export interface DialogContentProps {
  title: ReactNode
  description?: ReactNode
  /** Buttons at the bottom; the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  className?: string
  children?: ReactNode
}

const widths = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' } as const

/** The modal itself: keeps focus inside, closes on Escape, scrolls its body and never its buttons. */
export function DialogContent({ title, description, footer, size = 'md', className, children }: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        className={cn(modalClasses, widths[size], className)}
        {...(!description && { 'aria-describedby': undefined })}
      >
        <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
          <div className="min-w-0 pt-1">
            <Radix.Title className="font-semibold text-fg text-lg">{title}</Radix.Title>
            {description && <Radix.Description className="mt-0.5 text-fg-muted">{description}</Radix.Description>}
          </div>
          <Radix.Close
            aria-label="Close"
            className={cn(buttonVariants({ variant: 'ghost', size: 'icon-sm' }), '-me-2 mt-px')}
          >
            <X aria-hidden="true" />
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        {footer && <footer className={dialogFooterClasses}>{footer}</footer>}
      </Radix.Content>
    </Radix.Portal>
  )
}

export const dialogFooterClasses =
  'flex flex-col-reverse gap-2 border-line border-t px-5 py-3.5 sm:flex-row sm:justify-end max-sm:pb-[max(0.875rem,env(safe-area-inset-bottom))]'
