import type { ReactNode } from 'react'
import { cn } from './cn'
import { Skeleton } from './skeleton'
import { type Tone, toneBox } from './tone'
import { toneIcon } from './tone-icon'

export interface VerdictProps {
  /** Undefined while nothing is known: the shape of the answer stands then. */
  tone: Tone | undefined
  /** The answer, in one sentence. Read out when it changes. */
  title: ReactNode
  /** What is being found out, read out while there is no answer. */
  pending: string
  /** What is behind the sentence, and the next step. */
  children?: ReactNode
  className?: string
}

/** Whether to worry, in one sentence and one colour, before anything else on a page. */
export function Verdict({ tone, title, pending, children, className }: VerdictProps) {
  const Icon = toneIcon[tone ?? 'neutral']
  return (
    <section
      aria-label="Verdict"
      data-testid="verdict"
      data-tone={tone ?? 'pending'}
      className={cn(
        'flex min-h-[5.25rem] items-start gap-3.5 rounded-lg border px-4 py-4 sm:gap-4 sm:px-5',
        tone ? toneBox[tone] : 'border-line bg-surface',
        className,
      )}
    >
      {tone ? (
        <Icon className="mt-0.5 size-6 shrink-0" strokeWidth={2} aria-hidden="true" />
      ) : (
        <Skeleton className="size-6 rounded-full" />
      )}
      <div className="min-w-0 flex-1">
        <p
          role="status"
          className="text-balance font-semibold text-[1.1875rem] leading-7 tracking-[-0.012em] sm:text-xl"
        >
          {tone ? title : <Skeleton className="mt-1.5 h-5 w-3/4 max-w-xl" />}
          {!tone && <span className="sr-only">{pending}</span>}
        </p>
        {tone ? children : <Skeleton className="mt-2.5 h-3.5 w-2/5" />}
      </div>
    </section>
  )
}
