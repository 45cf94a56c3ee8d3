'use client'

import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Time } from '@/components/ui/time'
import type { Delivery } from '@/lib/alerts/deliver/contract'
import { deliveryLook, kindWords } from '../delivery-words'

const columns: readonly Column<Delivery>[] = [
  {
    key: 'what',
    header: 'Message',
    cell: ({ title, kind }) => (
      <span className="grid">
        {title}
        <span className="font-normal text-fg-muted text-sm">{kindWords(kind)}</span>
      </span>
    ),
  },
  { key: 'channel', header: 'Channel', cell: ({ channelName }) => channelName },
  {
    key: 'status',
    header: 'Status',
    cell: ({ status, isMaybeRepeated }) => (
      <span className="inline-flex gap-1">
        <Badge tone={deliveryLook[status].tone}>{deliveryLook[status].word}</Badge>
        {isMaybeRepeated && <Badge>Maybe twice</Badge>}
      </span>
    ),
  },
  {
    key: 'attempts',
    header: 'Attempts',
    align: 'end',
    cell: ({ attempts }) => <span className="tabular-nums">{attempts}</span>,
  },
  { key: 'when', header: 'Written', cell: ({ createdAt }) => <Time iso={createdAt} className="whitespace-nowrap" /> },
  {
    key: 'next',
    header: 'Next try',
    cell: ({ nextAttemptAt }) =>
      nextAttemptAt === null ? <span className="text-fg-subtle">–</span> : <Time iso={nextAttemptAt} />,
  },
]

/** Deliveries as rows; a row opens its attempts. */
export function DeliveryTable(props: { deliveries: readonly Delivery[]; onOpen: (row: Delivery) => void }) {
  return (
    <DataTable
      caption="Deliveries"
      columns={columns}
      rows={props.deliveries}
      rowKey={({ id }) => id}
      onOpen={props.onOpen}
    />
  )
}
