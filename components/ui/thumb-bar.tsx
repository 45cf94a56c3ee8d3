import type { ReactNode } from 'react'

/**
 * The main action of a page: beside the title, and on phones in a bar above the tab bar, under the thumb. It fills the
 * bar there, and the page needs room below its end (`thumbRoom`).
 */
export function ThumbBar({ children }: { children: ReactNode }) {
  return (
    <div className="max-sm:fixed max-sm:inset-x-0 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-sm:z-20 max-sm:border-line max-sm:border-t max-sm:bg-canvas max-sm:px-4 max-sm:py-2.5 max-sm:*:h-11 max-sm:*:w-full">
      {children}
    </div>
  )
}

/** Keeps the last lines of a page clear of its `ThumbBar`. */
export const thumbRoom = 'max-sm:pb-16'
