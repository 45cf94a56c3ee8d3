import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { counted } from '@/components/ui/words'
import type { AlertRule } from '@/lib/alerts/rules/contract'
import { SeverityBadge } from '../look'

const columns: readonly Column<AlertRule>[] = [
  {
    key: 'rule',
    header: 'Rule',
    cell: (rule) => (
      <span className="grid gap-0.5">
        {rule.title}
        <span className="font-normal text-fg-muted text-sm">{rule.description}</span>
        <PhoneFacts rule={rule} />
      </span>
    ),
  },
  {
    key: 'severity',
    header: 'Severity',
    hideOnPhone: true,
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  { key: 'state', header: 'State', hideOnPhone: true, cell: (rule) => <RuleState rule={rule} /> },
  {
    key: 'open',
    header: 'Open alerts',
    align: 'end',
    hideOnPhone: true,
    cell: (rule) => <OpenAlerts rule={rule} />,
  },
]

/** In one line what the other columns say, so that nineteen cards stay short. */
function PhoneFacts({ rule }: { rule: AlertRule }) {
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1 sm:hidden">
      <SeverityBadge severity={rule.severity} />
      <RuleState rule={rule} />
      {rule.openAlerts > 0 && <Badge tone="error">{counted(rule.openAlerts, 'open alert')}</Badge>}
    </span>
  )
}

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
