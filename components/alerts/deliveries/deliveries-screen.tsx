'use client'

import { Send } from 'lucide-react'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { ListEnd } from '@/components/ui/list-end'
import { PageHeader } from '@/components/ui/page-header'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { Select } from '@/components/ui/select'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { AlertTabs } from '../alert-tabs'
import { deliveryLook } from '../delivery-words'
import { deliveriesQuery } from '../queries'
import { DeliverySheet } from './delivery-sheet'
import { DeliveryTable } from './delivery-table'

const statuses = ['PENDING', 'SENDING', 'SENT', 'DEAD', 'CANCELLED'] as const
const inAddress = {
  status: parseAsStringLiteral(statuses),
  delivery: parseAsString,
  rows: parseAsInteger.withDefault(rowsPerPage),
}
const options = [
  { value: 'all' as const, label: 'All deliveries' },
  ...statuses.map((status) => ({ value: status, label: deliveryLook[status].word })),
]

/** The ledger of what was sent to whom, and what could not be. */
export function DeliveriesScreen() {
  const [{ status, delivery, rows }, setAddress] = useQueryStates(inAddress)
  const { query, loadMore } = usePagedQuery(deliveriesQuery(status, rows), (shown) => setAddress({ rows: shown }))
  return (
    <>
      <PageHeader
        title="Deliveries"
        description="Every message to every channel: when it was sent, what came back, and what is tried again."
      />
      <AlertTabs />
      <Select
        aria-label="Status"
        options={options}
        value={status ?? 'all'}
        onValueChange={(chosen) => void setAddress({ status: chosen === 'all' ? null : chosen, rows: null })}
        className="mb-4 w-48"
      />
      <Panel flush>
        <QueryView
          query={query}
          noun="the deliveries"
          skeleton={<TableSkeleton columns={5} />}
          empty={status === null ? nothingYet : noneLikeThis}
        >
          {(deliveries) => (
            <>
              <DeliveryTable deliveries={deliveries} onOpen={(row) => void setAddress({ delivery: row.id })} />
              <ListEnd
                shown={deliveries.length}
                nouns={['delivery', 'deliveries']}
                hasMore={query.hasNextPage}
                pending={query.isFetchingNextPage}
                onMore={() => void loadMore()}
              />
            </>
          )}
        </QueryView>
      </Panel>
      <DeliverySheet id={delivery} onClose={() => void setAddress({ delivery: null })} />
    </>
  )
}

const nothingYet: EmptyStateProps = {
  icon: Send,
  title: 'Nothing was sent yet',
  description: 'When an alert fires, each message to each channel is written down here before it is sent.',
}
const noneLikeThis: EmptyStateProps = {
  icon: Send,
  title: 'No delivery is in this state',
  description: 'Choose another state above.',
}
