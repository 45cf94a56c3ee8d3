import { cn } from './cn'

/** A grey shape where something will stand. Give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('block h-4 animate-shimmer rounded-sm bg-line', className)} />
}

const widths = ['w-11/12', 'w-4/5', 'w-10/12', 'w-3/5', 'w-9/12']

/** Lines of text to come, for lists and tables. */
export function SkeletonRows({ rows = 5, className }: { rows?: number; className?: string }) {
  return (
    <div className={cn('grid gap-3 p-4', className)}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className={widths[row % widths.length] ?? 'w-4/5'} />
      ))}
    </div>
  )
}
