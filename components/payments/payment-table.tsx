'use client'

import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Money } from '@/components/ui/money'
import { Time } from '@/components/ui/time'
import { wordsOf } from '@/components/ui/words'
import type { Payment } from '@/lib/payments/contract'

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

const columns: readonly Column<Payment>[] = [
  {
    key: 'when',
    header: 'Received',
    cell: (payment) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <Time iso={payment.receivedAt} format="datetime" className="whitespace-nowrap" />
        {payment.isSample && <Badge>Sample</Badge>}
      </span>
    ),
  },
  {
    key: 'student',
    header: 'Student',
    // A long reference must not press names into a column of single words.
    className: 'sm:min-w-40',
    cell: ({ student }) => (
      <Link href={`/dashboard/students/${student.id}`} className={linkClasses} title={student.number}>
        {student.name}
      </Link>
    ),
  },
  {
    key: 'invoice',
    header: 'Invoice',
    cell: ({ invoice }) => (
      <Link href={`/dashboard/invoices/${invoice.id}`} className={`whitespace-nowrap ${linkClasses}`}>
        {invoice.number}
      </Link>
    ),
  },
  {
    key: 'amount',
    header: 'Amount',
    align: 'end',
    cell: ({ amountMinor, currency }) => (
      <Money amountMinor={amountMinor} currency={currency} className="font-medium" />
    ),
  },
  {
    key: 'method',
    header: 'Method',
    cell: ({ method }) => <span className="whitespace-nowrap">{wordsOf(method)}</span>,
  },
  {
    key: 'reference',
    header: 'Reference',
    cell: ({ reference }) =>
      reference ? (
        <span className="wrap-anywhere text-fg-muted">{reference}</span>
      ) : (
        <span className="text-fg-subtle">–</span>
      ),
  },
]

export type HiddenColumn = 'student' | 'invoice'

/** Payments as rows. A column that says the same in every row of a page is hidden there. */
export function PaymentTable({ payments, hide }: { payments: readonly Payment[]; hide?: HiddenColumn }) {
  return (
    <DataTable
      caption="Payments"
      columns={columns.filter(({ key }) => key !== hide)}
      rows={payments}
      rowKey={(payment) => payment.id}
    />
  )
}
