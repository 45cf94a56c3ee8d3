'use client'

import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { toast } from 'sonner'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { KeyValueList } from '@/components/ui/key-value-list'
import { QueryView } from '@/components/ui/query-view'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { Time } from '@/components/ui/time'
import { useSubmit } from '@/components/ui/use-submit'
import type { DeliveryDetail } from '@/lib/alerts/deliver/contract'
import { deliveryLook, kindWords } from '../delivery-words'
import { deliveryQuery, replayDelivery } from '../queries'

/** One delivery: what it says, each attempt, and a way to send it again when it was given up. */
export function DeliverySheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <Sheet open={id !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {id !== null && <OpenDelivery id={id} />}
    </Sheet>
  )
}

function OpenDelivery({ id }: { id: string }) {
  const query = useQuery(deliveryQuery(id))
  return (
    <SheetContent
      title={query.data?.title ?? 'Delivery'}
      {...(query.data?.status === 'DEAD' ? { footer: <Replay delivery={query.data} /> } : {})}
    >
      <QueryView query={query} noun="this delivery">
        {(delivery) => (
          <div className="grid gap-5">
            <p>{delivery.message.sentence}</p>
            <KeyValueList
              items={[
                { label: 'Channel', value: delivery.channelName },
                { label: 'Told', value: kindWords(delivery.kind) },
                {
                  label: 'Status',
                  value: <Badge tone={deliveryLook[delivery.status].tone}>{deliveryLook[delivery.status].word}</Badge>,
                },
                { label: 'Written', value: <Time iso={delivery.createdAt} format="datetime" /> },
                { label: 'Last answer', value: delivery.lastError ?? delivery.responseStatus },
                { label: 'Id', value: delivery.id, mono: true },
              ]}
            />
            <Attempts delivery={delivery} />
          </div>
        )}
      </QueryView>
    </SheetContent>
  )
}

const outcomes = {
  sent: 'taken',
  failed: 'failed, tried again later',
  refused: 'refused',
  unknown: 'the process ended while it was sending',
} as const

function Attempts({ delivery }: { delivery: DeliveryDetail }) {
  if (delivery.tries.length === 0) return <p className="text-fg-muted">Not tried yet.</p>
  return (
    <section>
      <h3 className="mb-2 font-semibold">Attempts</h3>
      <ol className="divide-y divide-line rounded-md border border-line">
        {delivery.tries.map((attempt) => (
          <li key={attempt.attempt} className="px-3 py-2">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span>
                {attempt.attempt}. {outcomes[attempt.outcome]}
                {attempt.responseStatus !== null && ` (${attempt.responseStatus})`}
              </span>
              <span className="text-fg-muted text-sm">
                <Time iso={attempt.startedAt} />
                {attempt.durationMs !== null && ` · ${attempt.durationMs} ms`}
              </span>
            </p>
            {attempt.error !== null && <p className="break-words text-fg-muted text-sm">{attempt.error}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Replay({ delivery }: { delivery: DeliveryDetail }) {
  const { submit, pending } = useSubmit({
    run: () => replayDelivery(delivery.id),
    done: () => toast.success(`Sent again to ${delivery.channelName}`),
    failed: (error) => toast.error('Not sent again', { description: error.message }),
  })
  return (
    <Button variant="primary" pending={pending} onClick={() => void submit(undefined)}>
      <RotateCcw aria-hidden="true" />
      Send again
    </Button>
  )
}
