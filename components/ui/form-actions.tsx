import type { ReactNode } from 'react'
import { cn } from './cn'

/** The buttons that end a form on a page: they stay under the thumb on phones, above the tab bar. Main one last. */
export function FormActions({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cn(
        'flex items-center justify-end gap-2 max-lg:sticky max-lg:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-lg:z-20',
        'max-lg:-mx-4 max-lg:border-line max-lg:border-t max-lg:bg-canvas max-lg:px-4 max-lg:py-3 max-sm:*:flex-1 sm:max-lg:-mx-6 sm:max-lg:px-6',
        className,
      )}
    >
      {children}
    </div>
  )
}
