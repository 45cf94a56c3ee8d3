'use client'

import { useQueryClient } from '@tanstack/react-query'
import { BellOff, Check, CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ThumbBar } from '@/components/ui/thumb-bar'
import { useSubmit } from '@/components/ui/use-submit'
import type { AlertDetail } from '@/lib/alerts/contract'
import { AssigneeSelect } from './assignee-select'
import { acknowledgeAlert, resolveAlert } from './queries'
import { SilenceAlertDialog } from './silence-alert-dialog'

/** What can be done about an alert while it is open. */
export function AlertActions({ alert }: { alert: AlertDetail }) {
  const [opened, setOpened] = useState<'resolve' | 'silence' | null>(null)
  const acknowledge = useSubmit({
    run: () => acknowledgeAlert(alert.id),
    done: () => toast.success('Acknowledged. It is told no further until it recovers.'),
    failed: (error) => toast.error('Not acknowledged', { description: error.message }),
  })
  const client = useQueryClient()
  async function resolve() {
    try {
      await resolveAlert(alert.id)
      toast.success('Resolved')
    } finally {
      // A refusal means that somebody else was first: what is shown is old either way.
      await client.invalidateQueries()
    }
  }
  if (alert.state === 'RESOLVED') return null
  return (
    <>
      <AssigneeSelect alert={alert} />
      <Button variant="ghost" onClick={() => setOpened('silence')}>
        <BellOff aria-hidden="true" />
        Silence
      </Button>
      <Button onClick={() => setOpened('resolve')}>
        <CheckCheck aria-hidden="true" />
        Resolve
      </Button>
      {alert.state === 'FIRING' && (
        <ThumbBar>
          <Button variant="primary" pending={acknowledge.pending} onClick={() => void acknowledge.submit(undefined)}>
            <Check aria-hidden="true" />
            Acknowledge
          </Button>
        </ThumbBar>
      )}
      <ConfirmDialog
        open={opened === 'resolve'}
        onOpenChange={(isOpen) => !isOpen && setOpened(null)}
        title="Resolve this alert by hand?"
        target={`${alert.title}: ${alert.sentence}`}
        description="Everybody who was told that it fires is told that it is over. If its cause is still there, a new alert opens."
        confirmLabel="Resolve"
        variant="primary"
        onConfirm={resolve}
      />
      <SilenceAlertDialog alert={alert} open={opened === 'silence'} onClose={() => setOpened(null)} />
    </>
  )
}
