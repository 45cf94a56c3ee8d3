import type { UseQueryResult } from '@tanstack/react-query'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { counted } from '@/components/ui/words'
import { usePersonName } from './filter-chips'
import { filterWords } from './filter-words'
import type { ActivityFilters } from './filters'
import type { ExportSize } from './queries'

const number = new Intl.NumberFormat('en')

/** Which events are taken out, and how many. */
export function ExportScope({ filters, query }: { filters: ActivityFilters; query: UseQueryResult<ExportSize> }) {
  const words = filterWords(filters, usePersonName(filters))
  return (
    <div className="rounded-md border border-line bg-sunken px-4 py-3">
      <QueryView query={query} noun="how many events these are" skeleton={<Skeleton className="my-1 h-5 w-32" />}>
        {(size) => <p className="font-semibold text-fg text-lg tabular-nums">{sizeWords(size)}</p>}
      </QueryView>
      {words.length === 0 ? (
        <p className="text-fg-muted text-sm">Everything that was ever written down.</p>
      ) : (
        <ul aria-label="Filters that apply" className="mt-0.5 text-fg-muted text-sm">
          {words.map((word) => (
            <li key={word} className="break-words">
              {word}
            </li>
          ))}
        </ul>
      )}
      {query.data?.isCapped && (
        <p className="mt-2 text-pretty text-fg-muted text-sm">
          So many go straight to the browser’s downloads, which show how far they are.
        </p>
      )}
    </div>
  )
}

function sizeWords({ total, isCapped }: ExportSize): string {
  if (total === 0 && !isCapped) return 'No event matches'
  return isCapped ? `${number.format(total)}+ events` : counted(total, 'event')
}
