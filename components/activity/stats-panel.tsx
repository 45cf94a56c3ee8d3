'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { BarList } from '@/components/charts/bar-list'
import { HourlyChart } from '@/components/charts/hourly-chart.lazy'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { StatTile } from '@/components/ui/stat-tile'
import { counted } from '@/components/ui/words'
import type { AuditStats } from '@/lib/audit/contract'
import { feedHref } from './filters'
import { Fold } from './fold'
import { severityLook } from './severity'
import { actionLabel, entryOf } from './words'

const number = new Intl.NumberFormat('en')
const topActions = 6

/** The last 24 hours in numbers: how much, how much of it bad, when, and what most. */
export function StatsPanel({ query }: { query: UseQueryResult<AuditStats> }) {
  return (
    <Fold title="Last 24 hours" summary={query.data && counted(query.data.total, 'event')}>
      {(isShown) => (
        <div data-testid="stats-panel" className="p-4">
          <QueryView query={query} noun="the last 24 hours" skeleton={<StatsSkeleton />}>
            {(stats) => <Stats stats={stats} isShown={isShown} />}
          </QueryView>
        </div>
      )}
    </Fold>
  )
}

function Stats({ stats, isShown }: { stats: AuditStats; isShown: boolean }) {
  const { total, errors, critical, warnings } = stats
  const errorsHref = feedHref({ view: 'errors' })
  return (
    <>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-2">
        <StatTile label="Events" value={number.format(total)} />
        <StatTile
          label="Errors"
          value={number.format(errors)}
          tone={errors > 0 ? 'error' : 'neutral'}
          href={errorsHref}
        />
        <StatTile
          label="Critical"
          value={number.format(critical)}
          tone={critical > 0 ? 'critical' : 'neutral'}
          href={errorsHref}
        />
        <StatTile
          label="Warnings"
          value={number.format(warnings)}
          tone={warnings > 0 ? 'warning' : 'neutral'}
          href={errorsHref}
        />
      </div>
      <div className="mt-5 h-48">
        {isShown && <HourlyChart data={stats.byHour} label="Events per hour, last 24 hours" />}
      </div>
      <h3 className="eyebrow mt-6 mb-3 text-fg-muted">What happened most</h3>
      {stats.byAction.length === 0 ? (
        <p className="text-fg-muted">Nothing in the last 24 hours.</p>
      ) : (
        <BarList
          label="Top actions"
          items={stats.byAction.slice(0, topActions).map(({ action, count }) => ({
            key: action,
            label: actionLabel(action),
            value: count,
            tone: toneOf(action),
            href: feedHref({ action }),
          }))}
        />
      )}
    </>
  )
}

/** Actions that are bad by nature are found by their colour; the rest stays in the chart's own. */
function toneOf(action: string) {
  const severity = entryOf(action)?.severity ?? 'INFO'
  return severity === 'INFO' ? 'info' : severityLook[severity].tone
}

function StatsSkeleton() {
  return (
    <>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-2">
        {Array.from({ length: 4 }, (_, tile) => (
          <div key={tile} className="rounded-lg border border-line px-4 py-3.5">
            <Skeleton className="my-0.5 h-3 w-14" />
            <Skeleton className="mt-2.5 mb-1 h-6 w-10" />
          </div>
        ))}
      </div>
      <Skeleton className="mt-5 h-48 rounded-md" />
      <Skeleton className="mt-6 mb-4 h-3 w-32" />
      <div className="grid gap-[1.125rem]">
        {Array.from({ length: topActions }, (_, row) => (
          <Skeleton key={row} className="h-5" />
        ))}
      </div>
    </>
  )
}
