import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import type { AlertRule } from '@/lib/alerts/rules/contract'
import { SeverityBadge } from '../look'

const columns: readonly Column<AlertRule>[] = [
  {
    key: 'rule',
    header: 'Rule',
    cell: ({ title, description }) => (
      <span className="grid gap-0.5">
        {title}
        <span className="font-normal text-fg-muted text-sm">{description}</span>
      </span>
    ),
  },
  { key: 'severity', header: 'Severity', cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  { key: 'state', header: 'State', cell: (rule) => <RuleState rule={rule} /> },
  { key: 'open', header: 'Open alerts', align: 'end', cell: (rule) => <OpenAlerts rule={rule} /> },
]

/** On or off, and whether anybody changed it. */
export function RuleState({ rule }: { rule: Pick<AlertRule, 'isEnabled' | 'isChanged'> }) {
  return (
    <span className="inline-flex gap-1">
      <Badge tone={rule.isEnabled ? 'success' : 'warning'}>{rule.isEnabled ? 'On' : 'Off'}</Badge>
      {rule.isEnabled && rule.isChanged && <Badge tone="info">Changed</Badge>}
    </span>
  )
}

function OpenAlerts({ rule }: { rule: AlertRule }) {
  if (rule.openAlerts === 0) return <span className="text-fg-subtle">none</span>
  return (
    <Link
      href="/dashboard/alerts"
      className="relative z-10 font-medium text-error-fg tabular-nums underline underline-offset-4"
    >
      {rule.openAlerts}
      <span className="sr-only"> open alerts of {rule.title}</span>
    </Link>
  )
}

/** Rules as rows, worst first; a row opens its rule. */
export function RuleTable({ rules }: { rules: readonly AlertRule[] }) {
  return (
    <DataTable
      caption="Rules"
      columns={columns}
      rows={rules}
      rowKey={(rule) => rule.name}
      rowHref={(rule) => `/dashboard/alerts/rules/${rule.name}`}
      rowClassName={(rule) => (rule.isEnabled ? undefined : 'bg-sunken')}
    />
  )
}
