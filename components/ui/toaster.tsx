'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

/** Where short notices appear: above the bars that stand at the bottom of small screens. Mounted once; `toast` shows one. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      offset={{ bottom: 'var(--toast-bottom)', right: '1.5rem' }}
      mobileOffset={{ bottom: 'var(--toast-bottom)' }}
      className="[--toast-bottom:1.5rem] max-lg:[--toast-bottom:calc(8.5rem+env(safe-area-inset-bottom))]"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-3 rounded-lg border border-line-strong bg-raised px-4 py-3 font-sans text-base text-fg shadow-pop',
          description: 'text-fg-muted text-sm',
          error: '[&_[data-icon]]:text-error-fg',
          success: '[&_[data-icon]]:text-success-fg',
          warning: '[&_[data-icon]]:text-warning-fg',
          actionButton: 'ms-auto shrink-0 font-medium text-accent-fg underline underline-offset-4',
        },
      }}
    />
  )
}
