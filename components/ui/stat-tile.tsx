import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { type Tone, toneFill, toneText } from './tone'

export interface StatTileProps {
  label: string
  value: ReactNode
  /** What the number is compared with, or over which time. */
  hint?: ReactNode
  /** Colours the number and its rail; keep `neutral` while nothing is wrong. */
  tone?: Tone
  /** Makes the tile a link to what the number counts. */
  href?: string
  className?: string
}

/** One number with its name. Read from across the room: a coloured rail means a person is needed. */
export function StatTile({ label, value, hint, tone = 'neutral', href, className }: StatTileProps) {
  return (
    <div
      className={cn(
        'relative min-w-0 overflow-hidden rounded-lg border border-line bg-surface px-4 py-3.5 shadow-panel',
        href && 'has-[a:hover]:border-line-strong has-[a:hover]:bg-hover',
        className,
      )}
    >
      {tone !== 'neutral' && (
        <span aria-hidden="true" className={cn('absolute inset-y-0 start-0 w-[3px]', toneFill[tone])} />
      )}
      <p className="eyebrow">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0 after:rounded-lg">
            {label}
          </Link>
        ) : (
          label
        )}
      </p>
      <p
        className={cn(
          'mt-1.5 break-words font-semibold text-xl tabular-nums tracking-tight sm:text-2xl',
          toneText[tone],
        )}
      >
        {value}
      </p>
      {hint && <p className="mt-0.5 text-fg-muted text-sm">{hint}</p>}
    </div>
  )
}
