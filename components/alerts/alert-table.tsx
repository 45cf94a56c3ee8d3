'use client'

import { type Column, DataTable } from '@/components/ui/data-table'
import { Time } from '@/components/ui/time'
import type { Alert } from '@/lib/alerts/contract'
import { durationText } from '@/lib/incidents/browser'
import { SampleBadge, SeverityBadge, StateBadge } from './look'

const columns: readonly Column<Alert>[] = [
  {
    key: 'alert',
    header: 'Alert',
    cell: (alert) => (
      <span className="grid gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          <SeverityBadge severity={alert.severity} />
          <SampleBadge source={alert.source} />
          {alert.title}
        </span>
        <span className="line-clamp-2 font-normal text-fg-muted text-sm">{alert.sentence}</span>
      </span>
    ),
  },
  { key: 'state', header: 'State', cell: (alert) => <StateBadge alert={alert} /> },
  { key: 'source', header: 'System', className: 'sm:min-w-36 break-words', cell: ({ source }) => source },
  {
    key: 'count',
    header: 'Times',
    align: 'end',
    cell: ({ count }) => <span className="tabular-nums">{count}</span>,
  },
  { key: 'since', header: 'Since', cell: ({ firstAt }) => <Time iso={firstAt} className="whitespace-nowrap" /> },
  { key: 'lasted', header: 'Lasted', className: 'whitespace-nowrap', cell: (alert) => <Lasted alert={alert} /> },
]

function Lasted({ alert }: { alert: Alert }) {
  if (alert.resolvedAt === null) return <span className="text-fg-subtle">still open</span>
  return <>{durationText(Date.parse(alert.resolvedAt) - Date.parse(alert.firstAt))}</>
}

/** Alerts as rows; a row opens its alert. */
export function AlertTable({ alerts }: { alerts: readonly Alert[] }) {
  return (
    <DataTable
      caption="Alerts"
      columns={columns}
      rows={alerts}
      rowKey={(alert) => alert.id}
      rowHref={(alert) => `/dashboard/alerts/${alert.id}`}
    />
  )
}
