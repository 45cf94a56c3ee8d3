import { Skeleton } from '@/components/ui/skeleton'

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-2/5', 'w-3/5', 'w-1/2']

/** The shape of a list of events. */
export function EventListSkeleton({ rows = 7 }: { rows?: number }) {
  return (
    <div>
      <div className="flex h-9 items-center px-4">
        <Skeleton className="h-3 w-40" />
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex gap-3 border-line border-t px-4 py-3">
          <Skeleton className="size-8 rounded-md" />
          <div className="grid min-w-0 flex-1 content-start gap-2 pt-1">
            <div className="flex justify-between gap-6">
              <Skeleton className={widths[row % widths.length] ?? 'w-1/2'} />
              <Skeleton className="w-14" />
            </div>
            <Skeleton className="h-3.5 w-4/5" />
            <Skeleton className="h-3 w-24" />
          </div>
        </div>
      ))}
    </div>
  )
}
