'use client'

import { SlidersHorizontal } from 'lucide-react'
import { useCallback, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { ExportButton } from './export-button'
import { FilterChips } from './filter-chips'
import { periodWords } from './filter-words'
import { type ActivityFilters, isFiltered, periods, useActivityFilters } from './filters'
import { SearchField } from './search-field'

const viewSegments = [
  { value: 'all', label: 'All activity' },
  { value: 'errors', label: 'Errors only' },
] as const

const periodOptions = [
  { value: 'ever', label: 'Any time' },
  ...periods.map((value) => ({ value, label: periodWords[value] })),
] as const

/** Which events the feed shows: the view, a search, a period, and whatever else narrows it as chips. */
export function FeedToolbar({ filters }: { filters: ActivityFilters }) {
  const [, setFilters] = useActivityFilters()
  const search = useCallback((text: string) => void setFilters({ search: text }), [setFilters])
  const [isUnfolded, setIsUnfolded] = useState(() => isFiltered(filters))
  return (
    <div className="mb-3 grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          aria-label="Which events"
          segments={viewSegments}
          value={filters.view}
          onValueChange={(view) => setFilters({ view })}
        />
        <Button
          size="icon"
          aria-label="Filters"
          aria-expanded={isUnfolded}
          onClick={() => setIsUnfolded(!isUnfolded)}
          className="ms-auto sm:hidden"
        >
          <SlidersHorizontal aria-hidden="true" />
        </Button>
        <ExportButton filters={filters} className="max-sm:w-10 max-sm:px-0 sm:order-last" />
        <div
          className={cn('flex min-w-0 flex-1 gap-2 max-sm:basis-full sm:justify-end', !isUnfolded && 'max-sm:hidden')}
        >
          <SearchField value={filters.search} onSearch={search} />
          <Select
            aria-label="Period"
            options={periodOptions}
            value={filters.within ?? 'ever'}
            onValueChange={(value) => setFilters({ within: value === 'ever' ? null : value })}
            className="w-36 shrink-0"
          />
        </div>
      </div>
      <FilterChips filters={filters} />
    </div>
  )
}
