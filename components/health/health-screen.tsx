'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LiveStatus } from '@/components/ui/live-status'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { useNow } from '@/components/ui/use-now'
import type { HealthRange } from '@/lib/health/contract'
import { BackgroundPanel } from './background-panel'
import { ChecksPanel } from './checks-panel'
import { EventsPanel } from './events-panel'
import { HealthTabs } from './health-tabs'
import { HealthVerdict } from './health-verdict'
import { PeoplePanel } from './people-panel'
import { checksQuery, detailsQuery, historyQuery, refreshMs } from './queries'
import { ResourcesPanel } from './resources-panel'
import { ResponsesPanel } from './responses-panel'
import { StoragePanel } from './storage-panel'
import { UptimePanel } from './uptime-panel'

/** How Daybook is and how it was: the answer first, then what it stands on. */
export function HealthScreen({ isFounder }: { isFounder: boolean }) {
  const [range, setRange] = useState<HealthRange>('24h')
  const checks = useQuery(checksQuery())
  const details = useQuery(detailsQuery())
  const history = useQuery(historyQuery(range))
  const isStale = useIsStale(checks.dataUpdatedAt, checks.isError)
  return (
    <>
      <PageHeader
        title="Health"
        description="Whether Daybook is there, quick and safe."
        meta={
          <LiveStatus
            state={isStale ? 'disconnected' : checks.data ? 'live' : 'connecting'}
            updatedAt={checks.dataUpdatedAt}
          />
        }
      />
      {isFounder && <HealthTabs />}
      <HealthVerdict health={checks.data} isStale={isStale} uptime={history.data?.uptime} />
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <UptimePanel query={history} range={range} onRange={setRange} />
          <ResponsesPanel query={history} />
          <ResourcesPanel details={details} history={history} />
          {details.data && <EventsPanel events={details.data.events} isFounder={isFounder} />}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:max-xl:grid-cols-2 sm:max-xl:items-start">
          <ChecksPanel query={checks} />
          <QueryView query={details} noun="the details" skeleton={<Skeleton className="h-96 rounded-lg" />}>
            {(data) => (
              <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
                <BackgroundPanel {...data} />
                <PeoplePanel sessions={data.sessions} signIns={data.signIns} />
                <StoragePanel storage={data.storage} cloudinary={data.cloudinary} />
              </div>
            )}
          </QueryView>
        </div>
      </div>
    </>
  )
}

/** Nothing came for three rounds, or the last one failed. A hidden tab is not asked, and asks again when it is seen. */
function useIsStale(updatedAt: number, isError: boolean): boolean {
  const now = useNow(1_000)
  if (isError) return true
  return now !== null && updatedAt > 0 && document.visibilityState === 'visible' && now - updatedAt > 3 * refreshMs
}
