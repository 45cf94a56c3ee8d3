'use client'

import { useQuery } from '@tanstack/react-query'
import { BellOff } from 'lucide-react'
import Link from 'next/link'
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { ListEnd } from '@/components/ui/list-end'
import { PageHeader } from '@/components/ui/page-header'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { alertSeverities } from '@/lib/alerts/browser'
import { AlertTable } from './alert-table'
import { AlertTabs } from './alert-tabs'
import { DrillCallout } from './drill-callout'
import { severityLook } from './look'
import { OpenVerdict } from './open-verdict'
import { alertSummaryQuery, alertsQuery } from './queries'

const views = ['open', 'RESOLVED'] as const
const inAddress = {
  view: parseAsStringLiteral(views).withDefault('open'),
  severity: parseAsStringLiteral(alertSeverities),
  rows: parseAsInteger.withDefault(rowsPerPage),
}
const severityOptions = [
  { value: 'all' as const, label: 'All severities' },
  ...alertSeverities
    .filter((known) => known !== 'info')
    .map((known) => ({ value: known, label: severityLook[known].word })),
]

/** What is wrong now, and what was. */
export function AlertsScreen() {
  const [{ view, severity, rows }, setAddress] = useQueryStates(inAddress)
  const summary = useQuery(alertSummaryQuery())
  const { query, loadMore } = usePagedQuery(alertsQuery(view, severity, rows), (shown) => setAddress({ rows: shown }))
  const openCount = summary.data?.openCount
  return (
    <>
      <PageHeader title="Alerts" description="What needs somebody, told once, and told again when it is over." />
      <AlertTabs />
      <div className="grid gap-4">
        <OpenVerdict counts={summary.data} />
        <DrillCallout />
        {summary.data && !summary.data.hasChannel && <NoChannel />}
        <div className="flex flex-wrap gap-2">
          <SegmentedControl
            aria-label="Which alerts"
            segments={[
              { value: 'open', label: 'Open', ...(openCount === undefined ? {} : { count: openCount }) },
              { value: 'RESOLVED', label: 'History' },
            ]}
            value={view}
            onValueChange={(chosen) => void setAddress({ view: chosen, rows: null })}
          />
          <Select
            aria-label="Severity"
            options={severityOptions}
            value={severity === null || severity === 'info' ? 'all' : severity}
            onValueChange={(chosen) => void setAddress({ severity: chosen === 'all' ? null : chosen, rows: null })}
            className="w-44"
          />
        </div>
        <Panel flush>
          <QueryView
            query={query}
            noun="the alerts"
            skeleton={<TableSkeleton columns={5} rows={4} />}
            empty={view === 'open' ? nothingOpen : nothingYet}
          >
            {(alerts) => (
              <>
                <AlertTable alerts={alerts} />
                <ListEnd
                  shown={alerts.length}
                  nouns={['alert', 'alerts']}
                  hasMore={query.hasNextPage}
                  pending={query.isFetchingNextPage}
                  onMore={() => void loadMore()}
                />
              </>
            )}
          </QueryView>
        </Panel>
      </div>
    </>
  )
}

/** Nothing is sent and nothing breaks: the page says so, and offers the way out. */
function NoChannel() {
  return (
    <Callout
      tone="warning"
      title="Nobody is told of alerts: no channel is set up."
      action={
        <Button size="sm" asChild>
          <Link href="/dashboard/alerts/channels">Add a channel and test it</Link>
        </Button>
      }
    />
  )
}

const nothingOpen: EmptyStateProps = {
  icon: BellOff,
  title: 'No open alerts',
  description: 'When a rule finds something wrong it appears here, and every channel is told once.',
  action: (
    <Button asChild>
      <Link href="/dashboard/alerts/rules">What is watched</Link>
    </Button>
  ),
}

const nothingYet: EmptyStateProps = {
  icon: BellOff,
  title: 'No alert has ended yet',
  description: 'Resolved alerts stay here with what was known and who was told.',
}
