import { cn } from './cn'

export interface ProgressBarProps {
  /** What is under way: "Verification". */
  label: string
  value: number
  /** What `value` is on the way to; 0 while that is not known. */
  max: number
  /** The same in words, shown below and read out: "1,200 of 5,000 events". */
  text: string
  className?: string
}

/** How far something long has come. It moves on its own only while the end is not known. */
export function ProgressBar({ label, value, max, text, className }: ProgressBarProps) {
  const percent = max > 0 ? Math.min(100, (value / max) * 100) : null
  return (
    <div className={className}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent === null ? undefined : Math.floor(percent)}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full border border-line-strong bg-sunken"
      >
        <div
          className={cn('h-full rounded-full bg-accent', percent === null && 'w-full animate-shimmer')}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
      <p aria-hidden="true" className="mt-1.5 text-fg-muted text-sm tabular-nums">
        {text}
      </p>
    </div>
  )
}
