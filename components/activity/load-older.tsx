'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { type Feed, withOlder } from './feed'
import type { ActivityFilters } from './filters'
import { feedQuery, fetchEvents } from './queries'

/** Loads what follows an event: the end of what was loaded, or a gap left by a burst. */
export function LoadOlder({ after, filters, isGap }: { after: string; filters: ActivityFilters; isGap: boolean }) {
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
    <div className="grid justify-items-center gap-3 px-4 py-4">
      {older.error && (
        <Callout tone="warning" role="alert">
          {older.error.message}
        </Callout>
      )}
      {isGap && <p className="text-fg-muted text-sm">More happened here than one refresh brings.</p>}
      <Button pending={older.isPending} onClick={() => older.mutate()}>
        {isGap ? 'Load what is missing' : older.error ? 'Try again' : 'Load older'}
      </Button>
    </div>
  )
}
