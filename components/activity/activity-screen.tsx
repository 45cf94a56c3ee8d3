'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LiveStatus } from '@/components/ui/live-status'
import { PageHeader } from '@/components/ui/page-header'
import { ApiError } from '@/lib/http/browser'
import { ActivityFeed } from './activity-feed'
import { EventSheet, useOpenEvent } from './event-sheet'
import { FeedToolbar } from './feed-toolbar'
import { useActivityFilters } from './filters'
import { HealthPanel } from './health-panel'
import { healthQuery, newestQuery, statsQuery } from './queries'
import { StatsPanel } from './stats-panel'
import { useLiveFeed } from './use-live-feed'
import { type Failure, verdictOf } from './verdict'
import { VerdictBanner } from './verdict-banner'

/** What happened, who did it, and whether to worry: told as it happens while it is looked at. */
export function ActivityScreen() {
  const [isPaused, setIsPaused] = useState(false)
  const [filters] = useActivityFilters()
  const { openId, open, close } = useOpenEvent()
  const { feed, state, refetchInterval } = useLiveFeed(filters, isPaused)
  const stats = useQuery({ ...statsQuery(), refetchInterval })
  const health = useQuery({ ...healthQuery(), refetchInterval })
  const newest = useNewest(stats.data, refetchInterval)
  const findings = verdictOf({
    health: health.data,
    stats: stats.data,
    ...newest,
    failure: failureOf(stats.error ?? health.error),
  })

  return (
    <>
      <PageHeader
        title="Activity"
        actions={<LiveStatus state={state} updatedAt={feed.dataUpdatedAt} onToggle={() => setIsPaused(!isPaused)} />}
        className="mb-4 flex-nowrap items-center lg:mb-5 [&>div:first-child]:shrink-0"
      />
      <VerdictBanner findings={findings} onOpen={open} />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem] xl:gap-6">
        <aside
          aria-label="Numbers and health"
          className="grid content-start items-start gap-2 sm:grid-cols-2 xl:sticky xl:bottom-6 xl:col-start-2 xl:row-start-1 xl:min-h-[calc(100dvh-3rem)] xl:grid-cols-1 xl:gap-4 xl:self-end"
        >
          <StatsPanel query={stats} />
          <HealthPanel query={health} />
        </aside>
        <div className="min-w-0 xl:col-start-1 xl:row-start-1">
          <FeedToolbar filters={filters} />
          <ActivityFeed key={JSON.stringify(filters)} query={feed} filters={filters} onOpen={open} />
        </div>
      </div>
      <EventSheet openId={openId} onClose={close} />
    </>
  )
}

/** The newest critical event and the newest error, if the last 24 hours have any. */
function useNewest(stats: { critical: number; errors: number } | undefined, refetchInterval: number | false) {
  // Asked for before the numbers are known too, so that the verdict comes whole.
  const hasCritical = stats === undefined || stats.critical > 0
  const hasError = stats === undefined || stats.errors > stats.critical
  const critical = useQuery({ ...newestQuery('CRITICAL'), refetchInterval, enabled: hasCritical })
  const error = useQuery({ ...newestQuery('ERROR'), refetchInterval, enabled: hasError })
  return {
    newestCritical: hasCritical ? (critical.data ?? undefined) : undefined,
    newestError: hasError ? (error.data ?? undefined) : undefined,
  }
}

function failureOf(error: Error | null): Failure | undefined {
  if (!error) return undefined
  if (!(error instanceof ApiError) || error.status === 0) return 'unreachable'
  return error.status === 401 ? 'signedOut' : 'refusing'
}
