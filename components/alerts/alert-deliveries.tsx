import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import type { AlertDelivery } from '@/lib/alerts/contract'
import { deliveryLook, kindWords } from './delivery-words'

const columns: readonly Column<AlertDelivery>[] = [
  { key: 'channel', header: 'Channel', cell: ({ channelName }) => channelName },
  { key: 'kind', header: 'Told', cell: ({ kind }) => kindWords(kind) },
  {
    key: 'status',
    header: 'Status',
    cell: ({ status, lastError }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <Badge tone={deliveryLook[status].tone}>{deliveryLook[status].word}</Badge>
        {status !== 'SENT' && lastError !== null && <span className="text-fg-muted text-sm">{lastError}</span>}
      </span>
    ),
  },
  { key: 'when', header: 'When', cell: (row) => <Time iso={row.finishedAt ?? row.createdAt} /> },
]

/** Who was told what of this alert. */
export function AlertDeliveries({ deliveries }: { deliveries: readonly AlertDelivery[] }) {
  return (
    <Panel title="Who was told" flush={deliveries.length > 0}>
      {deliveries.length === 0 ? (
        <p className="text-fg-muted">Nobody: no channel was set up for alerts of this severity, or it was silenced.</p>
      ) : (
        <DataTable caption="Who was told" columns={columns} rows={deliveries} rowKey={({ id }) => id} />
      )}
    </Panel>
  )
}
