'use client'

import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState, useSyncExternalStore } from 'react'
import { cn } from '@/components/ui/cn'

export interface FoldProps {
  title: string
  /** What it comes to, seen while it is folded. */
  summary?: ReactNode
  children: (isShown: boolean) => ReactNode
}

const wide = '(min-width: 1280px)'

/** A panel beside the feed where there is room; a line that unfolds above the feed where there is not. */
export function Fold({ title, summary, children }: FoldProps) {
  const bodyId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const isWide = useMediaQuery(wide)
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface shadow-panel">
      <h2 className="font-semibold text-base text-fg">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-h-12 w-full items-center gap-3 rounded-lg px-4 py-2 text-start focus-visible:-outline-offset-2 xl:hidden"
        >
          <span className="flex-1">{title}</span>
          <span className="font-normal text-fg-muted text-sm">{summary}</span>
          <ChevronDown
            aria-hidden="true"
            className={cn('size-4 shrink-0 text-fg-subtle transition-transform', isOpen && 'rotate-180')}
          />
        </button>
        <span className="hidden min-h-12 items-center justify-between gap-3 border-line border-b px-4 xl:flex">
          {title}
          <span className="font-normal text-fg-muted text-sm">{summary}</span>
        </span>
      </h2>
      <div id={bodyId} className={cn('max-xl:border-line max-xl:border-t', !isOpen && 'hidden xl:block')}>
        {children(isOpen || isWide)}
      </div>
    </section>
  )
}

/** False on the server and while hydrating. */
function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )
}
