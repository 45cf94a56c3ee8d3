'use client'

import { CreditCard } from 'lucide-react'
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
import type { PaymentMethod } from '@/lib/payments/contract'
import { PaymentTable } from './payment-table'
import { paymentsQuery } from './queries'

const methods = ['BANK_TRANSFER', 'CARD', 'CASH', 'OTHER'] as const satisfies readonly PaymentMethod[]

const inAddress = {
  search: parseAsString.withDefault(''),
  method: parseAsStringLiteral(methods),
  rows: parseAsInteger.withDefault(rowsPerPage),
}

const methodOptions = [
  { value: 'all', label: 'All methods' },
  ...methods.map((method) => ({ value: method, label: wordsOf(method) })),
] as const

const noPayments: EmptyStateProps = {
  icon: CreditCard,
  title: 'No payments yet',
  description: 'The first payment is booked on an invoice, with “Pay and convert”.',
  action: (
    <Button variant="primary" asChild>
      <Link href="/dashboard/invoices">Go to invoices</Link>
    </Button>
  ),
}

/** All money that came in, newest first. Search, filter and length are in the address. */
export function PaymentList() {
  const [{ search, method, rows }, setAddress] = useQueryStates(inAddress)
  const { query, loadMore } = usePagedQuery(paymentsQuery({ search, method }, rows), (shown) =>
    setAddress({ rows: shown }),
  )
  const onSearch = useCallback((text: string) => void setAddress({ search: text, rows: null }), [setAddress])
  const isFiltered = search !== '' || method !== null

  return (
    <>
      <PageHeader title="Payments" description="All money that came in, newest first." />
      <div className="mb-4 flex gap-2 max-sm:flex-col">
        <SearchField
          label="Search payments"
          placeholder="Student, invoice or reference"
          value={search}
          onSearch={onSearch}
          className="sm:w-80"
        />
        <Select
          aria-label="Method"
          options={methodOptions}
          value={method ?? 'all'}
          onValueChange={(value) => void setAddress({ method: value === 'all' ? null : value, rows: null })}
          className="sm:w-44"
        />
      </div>
      <Panel flush>
        <QueryView
          query={query}
          noun="the payments"
          skeleton={<TableSkeleton columns={6} />}
          empty={isFiltered ? nothingFound(() => void setAddress(null)) : noPayments}
        >
          {(payments) => (
            <>
              <PaymentTable payments={payments} />
              <ListEnd
                shown={payments.length}
                nouns={['payment', 'payments']}
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
    icon: CreditCard,
    title: 'No payment matches',
    description: 'Nothing fits this search and method.',
    action: <Button onClick={showAll}>Show all payments</Button>,
  }
}
