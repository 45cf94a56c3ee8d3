'use client'

import { FileText } from 'lucide-react'
import Link from 'next/link'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { Button } from '@/components/ui/button'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { ListEnd } from '@/components/ui/list-end'
import { PageHeader } from '@/components/ui/page-header'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SearchField } from '@/components/ui/search-field'
import { Select } from '@/components/ui/select'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { wordsOf } from '@/components/ui/words'
import { invoiceStatuses } from './invoice-status'
import { InvoiceTable } from './invoice-table'
import { invoicesQuery } from './queries'

const inAddress = {
  search: parseAsString.withDefault(''),
  status: parseAsStringLiteral(invoiceStatuses),
  rows: parseAsInteger.withDefault(rowsPerPage),
}

const statusOptions = [
  { value: 'all', label: 'All statuses' },
  ...invoiceStatuses.map((status) => ({ value: status, label: wordsOf(status) })),
] as const

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

/** All invoices, newest first. Search, filter and length are in the address. */
export function InvoiceList() {
  const [{ search, status, rows }, setAddress] = useQueryStates(inAddress)
  const { query, loadMore } = usePagedQuery(invoicesQuery({ search, status }, rows), (shown) =>
    setAddress({ rows: shown }),
  )
  const onSearch = useCallback((text: string) => void setAddress({ search: text, rows: null }), [setAddress])
  const isFiltered = search !== '' || status !== null

  return (
    <>
      <PageHeader title="Invoices" description="What was asked for, and what of it came in." />
      <div className="mb-4 flex gap-2 max-sm:flex-col">
        <SearchField
          label="Search invoices"
          placeholder="Number or lead"
          value={search}
          onSearch={onSearch}
          className="sm:w-80"
        />
        <Select
          aria-label="Status"
          options={statusOptions}
          value={status ?? 'all'}
          onValueChange={(value) => void setAddress({ status: value === 'all' ? null : value, rows: null })}
          className="sm:w-44"
        />
      </div>
      <Panel flush>
        <QueryView
          query={query}
          noun="the invoices"
          skeleton={<TableSkeleton columns={6} />}
          empty={isFiltered ? nothingFound(() => void setAddress(null)) : noInvoices}
        >
          {(invoices) => (
            <>
              <InvoiceTable invoices={invoices} />
              <ListEnd
                shown={invoices.length}
                nouns={['invoice', 'invoices']}
                hasMore={query.hasNextPage}
                pending={query.isFetchingNextPage}
                onMore={() => void loadMore()}
              />
            </>
          )}
        </QueryView>
      </Panel>
    </>
  )
}

function nothingFound(showAll: () => void): EmptyStateProps {
  return {
    icon: FileText,
    title: 'No invoice matches',
    description: 'Nothing fits this search and status.',
    action: <Button onClick={showAll}>Show all invoices</Button>,
  }
}
