'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { EventDetails } from './event-details'
import { EventDetailsSkeleton, EventMeta } from './event-sheet'
import { eventQuery } from './queries'
import { sentenceOf } from './words'

/** One event on a page of its own: what a link in an alert or a message leads to. */
export function EventScreen({ id }: { id: string }) {
  const query = useQuery(eventQuery(id))
  return (
    <>
      <PageHeader
        eyebrow={<BackToActivity />}
        title={query.data ? sentenceOf(query.data) : 'Event'}
        meta={query.data && <EventMeta event={query.data} />}
      />
      <QueryView query={query} noun="the event" skeleton={<EventDetailsSkeleton />}>
        {(event) => (
          <>
            <h2 className="sr-only">Details</h2>
            <EventDetails event={event} />
          </>
        )}
      </QueryView>
    </>
  )
}

export function BackToActivity() {
  return (
    <Link href="/dashboard/activity" className="inline-flex items-center gap-1.5 hover:text-fg max-lg:py-2">
      <ArrowLeft className="size-3.5" aria-hidden="true" />
      Activity
    </Link>
  )
}
