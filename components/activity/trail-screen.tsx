'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Footprints } from 'lucide-react'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { BackToActivity } from './event-screen'
import { EventSheet, useOpenEvent } from './event-sheet'
import { EventListSkeleton } from './event-skeleton'
import { trailQuery } from './queries'
import { Timeline } from './timeline'
import { counted } from './verdict'
import { asLabel } from './words'

const orders = ['desc', 'asc'] as const
const orderSegments = [
  { value: 'desc', label: 'Newest first' },
  { value: 'asc', label: 'Oldest first' },
] as const

export interface TrailScreenProps {
  entityType: string
  entityId: string
}

/** Everything that happened to one thing, as a line through time. */
export function TrailScreen({ entityType, entityId }: TrailScreenProps) {
  const [order, setOrder] = useQueryState(
    'order',
    parseAsStringLiteral(orders).withDefault('desc').withOptions({ scroll: false }),
  )
  const { openId, open, close } = useOpenEvent()
  const query = useInfiniteQuery(trailQuery(entityType, entityId, order))
  const total = query.data?.pages[0]?.pagination
  return (
    <>
      <PageHeader
        eyebrow={<BackToActivity />}
        title={`Trail of ${asLabel(entityType).toLowerCase()} ${entityId}`}
        description={
          total &&
          `${counted(total.total, 'event')}${total.totalIsCapped ? ' or more' : ''}, from its first to its latest.`
        }
        actions={
          <SegmentedControl aria-label="Order" segments={orderSegments} value={order} onValueChange={setOrder} />
        }
      />
      <div className="max-w-4xl rounded-lg border border-line bg-surface shadow-panel">
        <QueryView
          query={query}
          noun="the trail"
          skeleton={<EventListSkeleton />}
          isEmpty={({ pages }) => pages.every((page) => page.data.length === 0)}
          empty={{
            icon: Footprints,
            title: 'Nothing is known of this',
            description: 'No event names it. The link may be incomplete, or it comes from before Daybook was here.',
            action: (
              <Button variant="primary" asChild>
                <Link href="/dashboard/activity">Go to the activity</Link>
              </Button>
            ),
          }}
        >
          {({ pages }) => (
            <Timeline
              events={pages.flatMap((page) => page.data)}
              onOpen={open}
              more={
                query.hasNextPage ? { load: () => query.fetchNextPage(), isLoading: query.isFetchingNextPage } : null
              }
            />
          )}
        </QueryView>
      </div>
      <EventSheet openId={openId} onClose={close} />
    </>
  )
}
