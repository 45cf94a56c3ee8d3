'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LiveStatus } from '@/components/ui/live-status'
import { PageHeader } from '@/components/ui/page-header'
import { ActivityFeed } from './activity-feed'
import { EventSheet, useOpenEvent } from './event-sheet'
import { FeedToolbar } from './feed-toolbar'
import { useActivityFilters } from './filters'
import { HealthPanel } from './health-panel'
import { feedQuery, healthQuery, newestQuery, refreshMs, statsQuery } from './queries'
import { StatsPanel } from './stats-panel'
import { verdictOf } from './verdict'
import { VerdictBanner } from './verdict-banner'

/** What happened, who did it, and whether to worry: refreshed every ten seconds while it is looked at. */
export function ActivityScreen() {
  const [isPaused, setIsPaused] = useState(false)
  const [filters] = useActivityFilters()
  const { openId, open, close } = useOpenEvent()
  const refetchInterval = isPaused ? false : refreshMs
  const feed = useQuery({ ...feedQuery(filters), refetchInterval })
  const stats = useQuery({ ...statsQuery(), refetchInterval })
  const health = useQuery({ ...healthQuery(), refetchInterval })
  const newest = useNewest(stats.data)
  const findings = verdictOf({
    health: health.data,
    stats: stats.data,
    ...newest,
    isStale: stats.error !== null || health.error !== null,
  })

  return (
    <>
      <PageHeader
        title="Activity"
        actions={
          <LiveStatus
            state={isPaused ? 'paused' : feed.error ? 'disconnected' : 'live'}
            updatedAt={feed.dataUpdatedAt}
            onToggle={() => setIsPaused(!isPaused)}
          />
        }
        className="mb-4 flex-nowrap items-center lg:mb-5"
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

/** The newest critical event and the newest error, asked for only when there are any. */
function useNewest(stats: { critical: number; errors: number } | undefined) {
  const critical = useQuery(newestQuery('CRITICAL', stats?.critical ?? 0))
  const error = useQuery(newestQuery('ERROR', stats ? stats.errors - stats.critical : 0))
  return {
    newestCritical: stats?.critical ? (critical.data ?? undefined) : undefined,
    newestError: stats?.errors ? (error.data ?? undefined) : undefined,
  }
}
