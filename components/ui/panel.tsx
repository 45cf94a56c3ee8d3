import type { ReactNode } from 'react'
import { cn } from './cn'

export interface PanelProps {
  title?: ReactNode
  description?: ReactNode
  /** Buttons or a status at the end of the title line. */
  actions?: ReactNode
  footer?: ReactNode
  /** Lets a table or list touch the border. */
  flush?: boolean
  /** Heading level of the title; 2 unless the panel is inside another section. */
  level?: 2 | 3
  className?: string
  children: ReactNode
}

/** A bordered sheet of one subject, with an optional heading. */
export function Panel({ title, description, actions, footer, flush, level = 2, className, children }: PanelProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={cn('min-w-0 rounded-lg border border-line bg-surface shadow-panel', className)}>
      {(title || actions) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-2.5">
          <div className="min-w-0">
            {title && <Heading className="font-semibold text-base text-fg">{title}</Heading>}
            {description && <p className="text-fg-muted text-sm">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
      {footer && <footer className="border-line border-t px-4 py-2.5 text-fg-muted text-sm">{footer}</footer>}
    </section>
  )
}
