import { Skeleton } from '@/components/ui/skeleton'
import { Verdict } from '@/components/ui/verdict'

/** The shape of the evidence to come. */
export function EvidenceSkeleton() {
  return (
    <div className="grid gap-4">
      <Verdict tone={undefined} title={null} pending="Looking at the evidence" />
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 sm:gap-4">
        {['sealed', 'unsealed', 'checkpoint'].map((tile) => (
          <div key={tile} className="rounded-lg border border-line bg-surface px-4 py-3.5">
            <Skeleton className="my-0.5 h-3 w-20" />
            <Skeleton className="mt-2.5 mb-1 h-6 w-16" />
          </div>
        ))}
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        {[6, 5].map((rows) => (
          <div key={rows} className="grid h-fit gap-4 rounded-lg border border-line bg-surface p-4">
            {Array.from({ length: rows }, (_, row) => (
              <Skeleton key={row} className={row % 2 === 0 ? 'w-3/5' : 'w-4/5'} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
