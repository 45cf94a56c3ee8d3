'use client'

import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Money } from '@/components/ui/money'
import type { Invoice } from '@/lib/invoices/contract'
import { Day, InvoiceStatusBadge, OverdueBadge } from './invoice-status'

const lead: Column<Invoice> = { key: 'lead', header: 'Lead', cell: (invoice) => invoice.lead.name }

const columns: readonly Column<Invoice>[] = [
  {
    key: 'number',
    header: 'Number',
    cell: (invoice) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="whitespace-nowrap tabular-nums">{invoice.number}</span>
        {invoice.isSample && <Badge>Sample</Badge>}
      </span>
    ),
  },
  {
    key: 'status',
    header: 'Status',
    cell: (invoice) => (
      <span className="inline-flex flex-wrap items-center justify-end gap-1">
        <InvoiceStatusBadge status={invoice.status} />
        <OverdueBadge invoice={invoice} />
      </span>
    ),
  },
  {
    key: 'due',
    header: 'Due',
    cell: ({ dueDate }) =>
      dueDate ? <Day day={dueDate} className="text-fg-muted" /> : <span className="text-fg-subtle">–</span>,
  },
  {
    key: 'total',
    header: 'Total',
    align: 'end',
    cell: ({ totalMinor, currency, status }) => (
      <Money
        amountMinor={totalMinor}
        currency={currency}
        className={status === 'CANCELLED' ? 'text-fg-muted line-through' : 'font-medium'}
      />
    ),
  },
  {
    key: 'paid',
    header: 'Paid',
    align: 'end',
    cell: ({ paidMinor, currency }) =>
      paidMinor > 0 ? <Money amountMinor={paidMinor} currency={currency} /> : <span className="text-fg-subtle">–</span>,
  },
]

const withLead = columns.toSpliced(1, 0, lead)

/** Invoices as rows; a row opens its invoice. On a lead's own page the lead goes without saying. */
export function InvoiceTable({ invoices, hideLead }: { invoices: readonly Invoice[]; hideLead?: boolean }) {
  return (
    <DataTable
      caption="Invoices"
      columns={hideLead ? columns : withLead}
      rows={invoices}
      rowKey={(invoice) => invoice.id}
      rowHref={(invoice) => `/dashboard/invoices/${invoice.id}`}
    />
  )
}
