import { cn } from './cn'
import { type Tone, toneFill } from './tone'

export interface StatusDotProps {
  tone: Tone
  /** The state in words; colour alone says nothing to many people. Left out when the word stands beside it. */
  label?: string
  /** A slow breath, for what is live. */
  pulse?: boolean
  className?: string
}

/** A dot that shows a state at a glance. */
export function StatusDot({ tone, label, pulse, className }: StatusDotProps) {
  return (
    <span className={cn('relative inline-flex size-2 shrink-0', className)}>
      {pulse && (
        <span className={cn('absolute inset-0 rounded-full opacity-60 motion-safe:animate-ping', toneFill[tone])} />
      )}
      <span className={cn('relative size-full rounded-full', toneFill[tone])} />
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}
