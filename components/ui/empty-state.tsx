import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface EmptyStateProps {
  icon?: LucideIcon
  /** What is so: "No invoices yet". */
  title: string
  /** Why, or what will appear here. */
  description?: ReactNode
  /** The next step. */
  action?: ReactNode
  className?: string
}

/** Says that there is nothing, why, and what to do next. */
export function EmptyState({ icon: Icon, title, description, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center px-6 py-12 text-center', className)}>
      {Icon && (
        <span className="mb-4 grid size-11 place-items-center rounded-lg border border-line bg-sunken text-fg-muted">
          <Icon className="size-5" aria-hidden="true" strokeWidth={1.75} />
        </span>
      )}
      <p className="font-medium text-fg text-lg">{title}</p>
      {description && <div className="mt-1 max-w-md text-pretty text-fg-muted">{description}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
