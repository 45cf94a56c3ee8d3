'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import { type Feed, timeOfId, withOlder } from './feed'
import type { ActivityFilters } from './filters'
import { feedQuery, fetchEvents } from './queries'

export interface LoadOlderProps {
  after: string
  filters: ActivityFilters
  /** Events are known above and below. */
  isGap: boolean
  /** The search ran out of time here: it found nothing else above. */
  isSearchEdge: boolean
}

/** Loads what follows an id: the end of what was loaded, or a gap left by a burst. */
export function LoadOlder({ after, filters, isGap, isSearchEdge }: LoadOlderProps) {
  const client = useQueryClient()
  const { queryKey } = feedQuery(filters)
  const older = useMutation({
    mutationFn: () => fetchEvents(filters, after),
    onSuccess: (page) => {
      const updatedAt = client.getQueryState(queryKey)?.dataUpdatedAt
      // The time stays: it says when the newest events were asked for.
      client.setQueryData<Feed>(
        queryKey,
        (feed) => feed && withOlder(feed, page, after),
        updatedAt === undefined ? {} : { updatedAt },
      )
    },
  })
  return (
    <div className="grid justify-items-center gap-3 px-4 py-4 text-center">
      {older.error && (
        <Callout tone="warning" role="alert">
          {older.error.message}
        </Callout>
      )}
      {isSearchEdge ? (
        <p role="status" className="text-fg-muted text-sm">
          Searched back to <Time iso={timeOfId(after)} format="datetime" /> so far.
        </p>
      ) : (
        isGap && <p className="text-fg-muted text-sm">More happened here than one refresh brings.</p>
      )}
      <Button pending={older.isPending} onClick={() => older.mutate()}>
        {older.error
          ? 'Try again'
          : isSearchEdge
            ? 'Search further back'
            : isGap
              ? 'Load what is missing'
              : 'Load older'}
      </Button>
    </div>
  )
}
