'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Footprints } from 'lucide-react'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { inWords } from '@/components/ui/name-words'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { counted } from '@/components/ui/words'
import type { AuditPage } from '@/lib/audit/contract'
import { BackToActivity } from './event-screen'
import { EventSheet, useOpenEvent } from './event-sheet'
import { EventListSkeleton } from './event-skeleton'
import { trailQuery } from './queries'
import { subjectOf } from './subject'
import { Timeline } from './timeline'

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
  const events = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <PageHeader
        eyebrow={<BackToActivity />}
        title={`Everything about ${inWords(entityType)} ${subjectOf(entityId, events)}`}
        meta={<TrailMeta entityId={entityId} total={query.data?.pages[0]?.pagination} />}
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
          {() => (
            <Timeline
              events={events}
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

/** How much there is, and the id that other systems know the thing by. */
function TrailMeta({ entityId, total }: { entityId: string; total: AuditPage['pagination'] | undefined }) {
  return (
    <>
      {total && (
        <span className="text-fg-muted">
          {counted(total.total, 'event')}
          {total.totalIsCapped && ' or more'}
        </span>
      )}
      <span className="inline-flex min-w-0 items-center gap-1">
        <code className="break-all font-mono text-fg-muted text-xs">{entityId}</code>
        <CopyButton text={entityId} label="Copy id" />
      </span>
    </>
  )
}
