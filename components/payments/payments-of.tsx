'use client'

import { useState } from 'react'
import { ListEnd } from '@/components/ui/list-end'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { type HiddenColumn, PaymentTable } from './payment-table'
import { paymentsQuery } from './queries'

/** Whose payments: of one student, or on one invoice. */
export type PaymentsOfProps = { studentId: string } | { invoiceId: string }

/** The payments of one student or invoice, for their pages. */
export function PaymentsOf(props: PaymentsOfProps) {
  const [rows, setRows] = useState(rowsPerPage)
  const { query, loadMore } = usePagedQuery(paymentsQuery(props, rows), setRows)
  const hide: HiddenColumn = 'studentId' in props ? 'student' : 'invoice'
  return (
    <Panel title="Payments" flush>
      <QueryView
        query={query}
        noun="the payments"
        skeleton={<TableSkeleton rows={2} columns={4} />}
        empty={<p className="px-4 py-6 text-fg-muted">Nothing has been paid yet.</p>}
      >
        {(payments) => (
          <>
            <PaymentTable payments={payments} hide={hide} />
            {query.hasNextPage && (
              <ListEnd
                shown={payments.length}
                nouns={['payment', 'payments']}
                hasMore
                pending={query.isFetchingNextPage}
                onMore={() => void loadMore()}
              />
            )}
          </>
        )}
      </QueryView>
    </Panel>
  )
}
