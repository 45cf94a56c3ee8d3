'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { ListX, NotebookPen, Sparkles } from 'lucide-react'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { EventList } from './event-list'
import { EventListSkeleton } from './event-skeleton'
import { type Feed, openBelow } from './feed'
import { type ActivityFilters, isFiltered, noFilters, useActivityFilters } from './filters'
import { LoadOlder } from './load-older'
import { NewEventsPill } from './new-events-pill'
import { useHold } from './use-hold'

export interface ActivityFeedProps {
  query: UseQueryResult<Feed>
  filters: ActivityFilters
  onOpen: (id: string) => void
}

/** The feed of events, newest first, kept up to date without moving what is being read. */
export function ActivityFeed({ query, filters, onOpen }: ActivityFeedProps) {
  const empty = useEmptyState(filters)
  return (
    <section
      aria-label="Activity feed"
      data-testid="activity-feed"
      className="min-w-0 rounded-lg border border-line bg-surface shadow-panel"
    >
      <QueryView
        query={query}
        noun="the activity"
        skeleton={<EventListSkeleton />}
        isEmpty={(feed) => feed.entries.length === 0 && feed.openAfter.length === 0}
        empty={empty}
      >
        {(feed) => <FeedList feed={feed} filters={filters} onOpen={onOpen} />}
      </QueryView>
    </section>
  )
}

function FeedList({ feed, filters, onOpen }: { feed: Feed; filters: ActivityFilters; onOpen: (id: string) => void }) {
  const [mountedAt] = useState(Date.now)
  const { heldSince, topRef } = useHold()
  const top = useRef<HTMLDivElement>(null)
  const shown = heldSince === null ? feed.entries : feed.entries.filter(({ arrivedAt }) => arrivedAt <= heldSince)
  const lastId = feed.entries.at(-1)?.event.id
  const open = openBelow(feed, shown)
  const loadBelow = (id: string | null) => {
    const after = open.get(id)
    if (after === undefined) return null
    const isGap = lastId !== undefined && lastId < after
    return <LoadOlder after={after} filters={filters} isGap={isGap} isSearchEdge={after !== id} />
  }

  return (
    <div ref={top} className="scroll-mt-32 lg:scroll-mt-20">
      <div ref={topRef} className="h-0" />
      <NewEventsPill
        count={feed.entries.length - shown.length}
        onPress={() => top.current?.scrollIntoView({ block: 'start' })}
      />
      {loadBelow(null)}
      <EventList
        events={shown.map(({ event, arrivedAt }) => ({ event, isFresh: arrivedAt > mountedAt }))}
        onOpen={onOpen}
        after={(id) => open.has(id) && <li>{loadBelow(id)}</li>}
      />
      {feed.openAfter.length === 0 && (
        <p className="border-line border-t px-4 py-4 text-center text-fg-muted text-sm">
          Nothing happened before this.
        </p>
      )}
    </div>
  )
}

function useEmptyState(filters: ActivityFilters): EmptyStateProps {
  const [, setFilters] = useActivityFilters()
  if (isFiltered(filters)) {
    return {
      icon: ListX,
      title: 'No event matches',
      description: 'Nothing that was written down fits all the filters at once.',
      action: <Button onClick={() => setFilters(noFilters)}>Clear filters</Button>,
    }
  }
  if (filters.view === 'errors') {
    return {
      icon: Sparkles,
      title: 'Nothing has gone wrong',
      description: 'Warnings, errors and critical events would stand here. There has not been one.',
      action: <Button onClick={() => setFilters({ view: 'all' })}>Show all activity</Button>,
    }
  }
  return {
    icon: NotebookPen,
    title: 'A blank page',
    description: 'Whatever happens from now on is written down here: who did it, from where, and what changed.',
    action: (
      <Button variant="primary" asChild>
        <Link href="/dashboard/leads">Add the first lead</Link>
      </Button>
    ),
  }
}
