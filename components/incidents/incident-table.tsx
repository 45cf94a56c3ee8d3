'use client'

import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Time } from '@/components/ui/time'
import { durationText, incidentNumber } from '@/lib/incidents/browser'
import type { Incident } from '@/lib/incidents/contract'
import { ClassBadge, StateBadge } from './incident-badges'

const none = <span className="text-fg-subtle">–</span>

const columns: readonly Column<Incident>[] = [
  {
    key: 'title',
    header: 'Incident',
    className: 'sm:min-w-64',
    cell: ({ number, title }) => (
      <span className="block">
        <span className="block text-fg-muted text-sm tabular-nums">{incidentNumber(number)}</span>
        <span className="line-clamp-2 break-words">{title}</span>
      </span>
    ),
  },
  { key: 'class', header: 'Class', cell: (incident) => <ClassBadge value={incident.class} /> },
  { key: 'state', header: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  {
    key: 'alerts',
    header: 'Alerts',
    cell: ({ alertCount, openAlertCount }) =>
      openAlertCount > 0 ? (
        <Badge tone="error">{openAlertCount} open</Badge>
      ) : alertCount > 0 ? (
        <span className="text-fg-muted">{alertCount === 1 ? '1 resolved' : `${alertCount} resolved`}</span>
      ) : (
        none
      ),
  },
  {
    key: 'age',
    header: 'Opened',
    className: 'whitespace-nowrap',
    cell: ({ openedAt, resolvedAt }) => (
      <span>
        <Time iso={openedAt} />
        {resolvedAt !== null && <span className="block text-fg-muted text-sm">{lasted(openedAt, resolvedAt)}</span>}
      </span>
    ),
  },
  { key: 'assignee', header: 'Assigned to', cell: ({ assigneeName }) => assigneeName ?? none },
]

function lasted(openedAt: string, resolvedAt: string): string {
  return `resolved after ${durationText(Math.max(0, Date.parse(resolvedAt) - Date.parse(openedAt)))}`
}

/** Incidents as rows; a row opens its incident. */
export function IncidentTable({ incidents }: { incidents: readonly Incident[] }) {
  return (
    <DataTable
      caption="Incidents"
      columns={columns}
      rows={incidents}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/dashboard/incidents/${id}`}
    />
  )
}
