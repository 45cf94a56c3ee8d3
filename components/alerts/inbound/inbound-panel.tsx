'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Inbox, Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import type { AlertInbound } from '@/lib/alerts/inbound/contract'
import { NewInboundDialog } from './new-inbound-dialog'
import { inboundQuery, revokeInbound } from './queries'
import { inboundSystems } from './systems'

/** Addresses at which other systems hand in their alerts; for the page of the channels. */
export function InboundPanel() {
  const query = useQuery(inboundQuery())
  const [isAdding, setIsAdding] = useState(false)
  const add = (
    <Button size="sm" onClick={() => setIsAdding(true)}>
      <Plus aria-hidden="true" />
      Add an address
    </Button>
  )
  return (
    <Panel
      title="Alerts of other systems"
      description="Alertmanager, Grafana, Sentry and UptimeRobot can hand in theirs, and Daybook tells them like its own."
      actions={query.data && query.data.items.length > 0 ? add : null}
      flush
    >
      <QueryView
        query={query}
        noun="the addresses"
        isEmpty={({ items }) => items.length === 0}
        empty={
          <EmptyState
            icon={Inbox}
            title="No other system is connected"
            description="Make an address, and enter it where the other system asks for a webhook."
            action={add}
          />
        }
      >
        {({ items }) => (
          <ul className="divide-y divide-line">
            {items.map((inbound) => (
              <InboundRow key={inbound.id} inbound={inbound} />
            ))}
          </ul>
        )}
      </QueryView>
      <NewInboundDialog open={isAdding} onOpenChange={setIsAdding} />
    </Panel>
  )
}

function InboundRow({ inbound }: { inbound: AlertInbound }) {
  const { id, name, kind, keyPrefix, lastReceivedAt } = inbound
  const [isAsking, setIsAsking] = useState(false)
  const client = useQueryClient()
  async function close() {
    await revokeInbound(id)
    toast.success(`The address of ${name} is closed`)
    await client.invalidateQueries(inboundQuery())
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="break-words font-medium">{name}</p>
        <p className="text-fg-muted text-sm">
          {inboundSystems[kind].name} · <span className="font-mono text-xs">{keyPrefix}…</span> ·{' '}
          {lastReceivedAt === null ? (
            'nothing received yet'
          ) : (
            <>
              last heard <Time iso={lastReceivedAt} />
            </>
          )}
        </p>
      </div>
      <Button size="sm" onClick={() => setIsAsking(true)} aria-label={`Close the address of ${name}`}>
        Close
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Close this address?"
        target={`${name}, ${inboundSystems[kind].name}`}
        description={`${inboundSystems[kind].name} can hand in nothing more with it, not even that an alert is over. Alerts that are open stay open until somebody resolves them.`}
        confirmLabel="Close address"
        onConfirm={close}
      />
    </li>
  )
}
