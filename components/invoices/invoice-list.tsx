'use client'

import { FileText } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { PagedList } from '@/components/ui/paged-list'
import { invoiceStatuses } from './invoice-status'
import { InvoiceTable } from './invoice-table'
import { invoicesQuery } from './queries'

const noInvoices: EmptyStateProps = {
  icon: FileText,
  title: 'No invoices yet',
  description: 'An invoice is made for a lead: open one and press “Create invoice”.',
  action: (
    <Button variant="primary" asChild>
      <Link href="/dashboard/leads">Go to leads</Link>
    </Button>
  ),
}

/** All invoices, newest first. */
export function InvoiceList() {
  return (
    <>
      <PageHeader title="Invoices" description="What was invoiced and how much of it has been paid." />
      <PagedList
        nouns={['invoice', 'invoices']}
        icon={FileText}
        searchHint="Number or lead"
        filter={{ name: 'status', values: invoiceStatuses }}
        queryOf={(search, status, rows) => invoicesQuery({ search, status }, rows)}
        empty={noInvoices}
      >
        {(invoices) => <InvoiceTable invoices={invoices} />}
      </PagedList>
    </>
  )
}
