'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

/** Where short notices appear; mounted once. Call `toast` from `sonner` to show one. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      mobileOffset={{ bottom: '5rem' }}
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
