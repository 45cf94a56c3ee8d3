'use client'

import { useQuery } from '@tanstack/react-query'
import { BellOff, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { ThumbBar, thumbRoom } from '@/components/ui/thumb-bar'
import type { AlertChannelList } from '@/lib/alerts/channels/contract'
import { AlertTabs } from '../alert-tabs'
import { InboundPanel } from '../inbound/inbound-panel'
import { ChannelCard } from './channel-card'
import { AddChannelDialog } from './channel-dialog'
import { ChannelsSkeleton } from './channels-skeleton'
import { channelsQuery } from './queries'

/** Who is told, and whether that works. */
export function ChannelsScreen() {
  const query = useQuery(channelsQuery())
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)} disabled={!query.data}>
      <Plus aria-hidden="true" />
      Add a channel
    </Button>
  )
  return (
    <div className={thumbRoom}>
      <PageHeader
        title="Alert channels"
        description="Where alerts arrive, and whether they do."
        actions={query.data?.items.length !== 0 && <ThumbBar>{add}</ThumbBar>}
      />
      <AlertTabs />
      <QueryView
        query={query}
        noun="the channels"
        skeleton={<ChannelsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Panel flush>
            <EmptyState
              icon={BellOff}
              title="Nobody is told"
              description="There is no channel yet: alerts are raised and shown here, and nothing is sent. Add one, and send a test to see that it works."
              action={add}
            />
          </Panel>
        }
      >
        {(list) => <ChannelList list={list} />}
      </QueryView>
      <div className="mt-6">
        <InboundPanel />
      </div>
      <AddChannelDialog open={isAdding} onOpenChange={setAdding} types={query.data?.types ?? []} />
    </div>
  )
}

function ChannelList({ list: { items, types } }: { list: AlertChannelList }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {!items.some(({ isEnabled }) => isEnabled) && (
        <Callout tone="warning" title="Nobody is told">
          Every channel is switched off: alerts are raised and shown, and nothing is sent.
        </Callout>
      )}
      <Panel flush>
        <ul aria-label="Channels" className="divide-y divide-line">
          {items.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} kind={types.find(({ type }) => type === channel.type)} />
          ))}
        </ul>
      </Panel>
    </div>
  )
}
