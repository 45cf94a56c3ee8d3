'use client'

import { FileText } from 'lucide-react'
import { useState } from 'react'
import { ListEnd } from '@/components/ui/list-end'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { InvoiceTable } from './invoice-table'
import { invoicesQuery } from './queries'

/** The invoices of one lead, for the lead's page. */
export function LeadInvoices({ leadId }: { leadId: string }) {
  const [rows, setRows] = useState(rowsPerPage)
  const { query, loadMore } = usePagedQuery(invoicesQuery({ leadId }, rows), setRows)
  return (
    <Panel title="Invoices" flush>
      <QueryView
        query={query}
        noun="the invoices"
        skeleton={<TableSkeleton rows={2} columns={5} />}
        empty={{
          icon: FileText,
          title: 'No invoices yet',
          description: 'When the course is agreed, “Create invoice” is the next step.',
        }}
      >
        {(invoices) => (
          <>
            <InvoiceTable invoices={invoices} hideLead />
            {query.hasNextPage && (
              <ListEnd
                shown={invoices.length}
                nouns={['invoice', 'invoices']}
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
