'use client'

import { queryOptions, useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import { useSubmit } from '@/components/ui/use-submit'
import type { AlertDrill } from '@/lib/alerts/contract'
import type { AlertDrillPage } from '@/lib/alerts/drill/contract'
import { api } from '@/lib/http/browser'

const newestDrill = () =>
  queryOptions({
    queryKey: ['alerts', 'drill'],
    queryFn: ({ signal }) => api<AlertDrillPage>('/api/alert-drills?limit=1', { signal }),
    refetchInterval: 30_000,
  })

/** The weekly drill that waits for somebody to answer it, or that nobody answered; nothing while there is none. */
export function DrillCallout() {
  const drill = useQuery(newestDrill()).data?.items[0]
  if (!drill || drill.acknowledgedAt !== null) return null
  return drill.failedAt === null ? <WaitingDrill drill={drill} /> : <FailedDrill drill={drill} />
}

function WaitingDrill({ drill }: { drill: AlertDrill }) {
  const { submit, pending } = useSubmit({
    run: () => api<AlertDrill>(`/api/alert-drills/${drill.id}/acknowledge`, { method: 'POST' }),
    done: () => toast.success('The drill is acknowledged: alerts reach you'),
    failed: (error) => toast.error(error.message),
  })
  return (
    <Callout
      tone="info"
      title="This week’s alert drill waits for you. Nothing is wrong."
      action={
        <Button size="sm" variant="primary" pending={pending} onClick={() => void submit(undefined)}>
          Acknowledge the drill
        </Button>
      }
    >
      If nobody does so until <Time iso={drill.acknowledgeUntil} format="time" />, every channel is told.
    </Callout>
  )
}

function FailedDrill({ drill }: { drill: AlertDrill }) {
  return (
    <Callout tone="warning" title="Nobody acknowledged the last alert drill.">
      It was sent <Time iso={drill.startedAt} />. Please check that the channels reach somebody who looks.
    </Callout>
  )
}
