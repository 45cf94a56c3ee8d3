import type { ReactNode } from 'react'
import { cn } from './cn'
import { type Tone, toneBox } from './tone'
import { toneIcon } from './tone-icon'

export interface CalloutProps {
  tone?: Tone
  title?: ReactNode
  /** The next step, as a button or link. */
  action?: ReactNode
  /** `alert` is read out at once, `status` when the reader pauses. Silent by default. */
  role?: 'alert' | 'status'
  className?: string
  children?: ReactNode
}

/** A sentence that must be seen, in its tone, with the next step beside it. */
export function Callout({ tone = 'info', title, action, role, className, children }: CalloutProps) {
  const Icon = toneIcon[tone]
  return (
    <div role={role} className={cn('flex gap-3 rounded-lg border px-4 py-3', toneBox[tone], className)}>
      <Icon className="mt-[3px] size-4 shrink-0" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          {title && <p className="font-medium">{title}</p>}
          {children && <div className="text-fg">{children}</div>}
        </div>
        {action}
      </div>
    </div>
  )
}
