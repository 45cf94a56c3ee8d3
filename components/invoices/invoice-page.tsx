'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { cn } from '@/components/ui/cn'
import { KeyValueList } from '@/components/ui/key-value-list'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { RecordView } from '@/components/ui/record-view'
import { thumbRoom } from '@/components/ui/thumb-bar'
import { Time } from '@/components/ui/time'
import type { InvoiceDetail } from '@/lib/invoices/contract'
import { InvoiceActions } from './invoice-actions'
import { InvoiceLinesTable } from './invoice-lines-table'
import { InvoiceMoney } from './invoice-money'
import { Day, InvoiceStatusBadge, OverdueBadge } from './invoice-status'
import { invoiceQuery } from './queries'

export interface InvoicePageProps {
  id: string
  /** The invoice's payments, which another feature shows. */
  payments: ReactNode
}

/** One invoice: what was asked for, what came in, and what can be done next. */
export function InvoicePage({ id, payments }: InvoicePageProps) {
  const query = useQuery(invoiceQuery(id))
  return (
    <RecordView query={query} kind="Invoice" back={{ href: '/dashboard/invoices', label: 'Invoices' }}>
      {(invoice) => (
        <>
          <PageHeader
            eyebrow={<BackLink href="/dashboard/invoices">Invoices</BackLink>}
            title={invoice.number}
            meta={
              <>
                <span className="inline-flex gap-1">
                  <InvoiceStatusBadge status={invoice.status} />
                  <OverdueBadge invoice={invoice} />
                </span>
                {invoice.isSample && <Badge>Sample</Badge>}
                <span className="text-fg-muted text-sm">
                  For{' '}
                  <Link href={`/dashboard/leads/${invoice.lead.id}`} className={linkClasses}>
                    {invoice.lead.name}
                  </Link>
                </span>
              </>
            }
            actions={<InvoiceActions invoice={invoice} />}
          />
          <div className={cn('grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]', thumbRoom)}>
            <div className="grid grid-cols-1 content-start gap-5">
              <ConvertedElsewhere invoice={invoice} />
              <InvoiceMoney invoice={invoice} />
              <InvoiceLinesTable invoice={invoice} />
              {payments}
            </div>
            <InvoiceFacts invoice={invoice} />
          </div>
        </>
      )}
    </RecordView>
  )
}

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

/** A lead converts once: another open invoice of the same lead can only be cancelled. */
function ConvertedElsewhere({ invoice }: { invoice: InvoiceDetail }) {
  const isOpen = invoice.status === 'DRAFT' || invoice.status === 'SENT'
  if (!isOpen || invoice.lead.status !== 'CONVERTED') return null
  return (
    <Callout tone="warning" title={`${invoice.lead.name} is a student already`}>
      The lead was converted with another invoice, so this one cannot be paid. It can be cancelled.
    </Callout>
  )
}

function InvoiceFacts({ invoice }: { invoice: InvoiceDetail }) {
  const { student, lead } = invoice
  return (
    <Panel title="Details" className="h-fit">
      <KeyValueList
        className="-my-2"
        items={[
          {
            label: 'Lead',
            value: (
              <Link href={`/dashboard/leads/${lead.id}`} className={linkClasses}>
                {lead.name}
              </Link>
            ),
          },
          {
            label: 'Student',
            value: student && (
              <Link href={`/dashboard/students/${student.id}`} className={linkClasses}>
                {student.number}
              </Link>
            ),
          },
          { label: 'Due', value: invoice.dueDate && <Day day={invoice.dueDate} /> },
          { label: 'Created', value: <Time iso={invoice.createdAt} format="date" /> },
          { label: 'Sent', value: invoice.sentAt && <Time iso={invoice.sentAt} format="date" /> },
          ...(invoice.cancelledAt
            ? [{ label: 'Cancelled', value: <Time iso={invoice.cancelledAt} format="date" /> }]
            : []),
          { label: 'Currency', value: invoice.currency },
        ]}
      />
    </Panel>
  )
}
