'use client'

import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { Feed } from './feed'
import { chipsOf, chipValue, chipWords } from './filter-words'
import { type ActivityFilters, isFiltered, noFilters, useActivityFilters } from './filters'
import { feedQuery } from './queries'
import { actorName } from './words'

/** What narrows the feed and has no control of its own; each can be taken away. */
export function FilterChips({ filters }: { filters: ActivityFilters }) {
  const [, setFilters] = useActivityFilters()
  const personName = usePersonName(filters)
  const names = chipsOf(filters)
  if (names.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Active filters">
      {names.map((name) => (
        <span
          key={name}
          className="inline-flex h-8 max-w-full items-center rounded-md border border-line-strong bg-surface ps-2.5 text-sm max-lg:h-10"
        >
          <span className="shrink-0 text-fg-muted">{chipWords[name]}:&nbsp;</span>
          <span className="truncate font-medium text-fg">{chipValue(name, filters, personName)}</span>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Remove the filter ${chipWords[name]}`}
            onClick={() => setFilters({ [name]: null })}
            className="border-0"
          >
            <X aria-hidden="true" />
          </Button>
        </span>
      ))}
      {isFiltered(filters) && (
        <Button variant="link" size="sm" onClick={() => setFilters(noFilters)}>
          Clear all
        </Button>
      )}
    </div>
  )
}

/** The name behind an id, from any event the feed has of that person. */
export function usePersonName(filters: ActivityFilters): string | undefined {
  const feed = useQueryClient().getQueryData<Feed>(feedQuery(filters).queryKey)
  const entry = feed?.entries.find(({ event }) => event.userId === filters.actorUserId)
  return entry && actorName(entry.event)
}
