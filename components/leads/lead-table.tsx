import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Time } from '@/components/ui/time'
import type { Lead } from '@/lib/leads/contract'
import { LeadStatusBadge } from './lead-status'

const nothing = <span className="text-fg-subtle">–</span>

const columns: readonly Column<Lead>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (lead) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="break-words">{lead.name}</span>
        {lead.isSample && <Badge>Sample</Badge>}
      </span>
    ),
  },
  {
    key: 'email',
    header: 'E-mail',
    cell: (lead) => <span className="break-words text-fg-muted">{lead.email}</span>,
  },
  { key: 'status', header: 'Status', cell: (lead) => <LeadStatusBadge status={lead.status} /> },
  { key: 'course', header: 'Course', cell: (lead) => lead.course ?? nothing },
  {
    key: 'origin',
    header: 'Origin',
    cell: (lead) => (lead.origin ? <span className="text-fg-muted">{lead.origin}</span> : nothing),
    className: 'max-sm:hidden sm:max-lg:hidden',
  },
  {
    key: 'since',
    header: 'Since',
    cell: (lead) => <Time iso={lead.createdAt} className="whitespace-nowrap text-fg-muted" />,
    align: 'end',
  },
]

/** Leads as rows; a row opens its lead. */
export function LeadTable({ leads }: { leads: readonly Lead[] }) {
  return (
    <DataTable
      caption="Leads"
      columns={columns}
      rows={leads}
      rowKey={(lead) => lead.id}
      rowHref={(lead) => `/dashboard/leads/${lead.id}`}
    />
  )
}
