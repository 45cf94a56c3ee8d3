import { Skeleton } from './skeleton'

const widths = ['w-32', 'w-24', 'w-28', 'w-20', 'w-36']

/** Rows to come of a `DataTable`: a table from 640 px, cards on phones. */
export function TableSkeleton({ rows = 8, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden="true">
      <div className="hidden h-9 border-line border-b sm:block" />
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          className="border-line border-b px-4 py-3 last:border-b-0 sm:flex sm:h-11 sm:items-center sm:gap-8 sm:py-0"
        >
          <div className="w-40 shrink-0 max-sm:mb-2">
            <Skeleton className={widths[row % widths.length] ?? 'w-32'} />
          </div>
          {Array.from({ length: columns - 1 }, (_, cell) => (
            <div key={cell} className={cell > 1 ? 'hidden flex-1 sm:block' : 'flex-1 max-sm:py-1'}>
              <Skeleton className={cell % 2 === 0 ? 'w-3/5' : 'w-2/5'} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
