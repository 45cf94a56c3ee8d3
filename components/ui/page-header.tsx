import type { ReactNode } from 'react'
import { cn } from './cn'

export interface PageHeaderProps {
  title: ReactNode
  /** One sentence: what this page is for. */
  description?: ReactNode
  /** The small line over the title: a section, or a link back. */
  eyebrow?: ReactNode
  /** Buttons; the main one last. */
  actions?: ReactNode
  /** A status under the title, such as `LiveStatus`. */
  meta?: ReactNode
  className?: string
}

/** The head of a page and its only h1, closed with the ledger's double rule. */
export function PageHeader({ title, description, eyebrow, actions, meta, className }: PageHeaderProps) {
  return (
    <header className={cn('double-rule mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 pb-4', className)}>
      <div className="min-w-0 max-w-3xl">
        {eyebrow && <div className="eyebrow mb-1.5">{eyebrow}</div>}
        <h1 className="text-balance break-words font-semibold text-2xl text-fg tracking-[-0.02em]">{title}</h1>
        {description && <p className="mt-1 text-pretty text-fg-muted">{description}</p>}
        {meta && <div className="mt-2.5 flex flex-wrap items-center gap-x-4 gap-y-1.5">{meta}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
