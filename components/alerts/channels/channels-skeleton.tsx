import { Skeleton } from '@/components/ui/skeleton'

/** The shape of a few channels. */
export function ChannelsSkeleton() {
  return (
    <div className="divide-y divide-line rounded-lg border border-line bg-surface">
      {[1, 2, 3].map((row) => (
        <div key={row} className="grid gap-2.5 px-4 py-5">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-3 w-64 max-w-full" />
          <Skeleton className="h-3 w-52 max-w-full" />
        </div>
      ))}
    </div>
  )
}
