'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { useSubmit } from '@/components/ui/use-submit'
import type { Alert } from '@/lib/alerts/contract'
import { silenceAlert } from './queries'

const spans = [
  { value: '1', label: '1 hour' },
  { value: '4', label: '4 hours' },
  { value: '24', label: '1 day' },
  { value: '168', label: '1 week' },
] as const

type Span = (typeof spans)[number]['value']

interface SilenceAlertDialogProps {
  alert: Alert
  open: boolean
  onClose: () => void
}

/** Keeps this one alert from being told for a while, with a reason. */
export function SilenceAlertDialog({ alert, open, onClose }: SilenceAlertDialogProps) {
  const [reason, setReason] = useState('')
  const [hours, setHours] = useState<Span>('1')
  const { submit, pending, error } = useSubmit({
    run: () =>
      silenceAlert({
        reason,
        rule: alert.rule,
        fingerprint: alert.fingerprint,
        endsAt: new Date(Date.now() + Number(hours) * 3_600_000).toISOString(),
      }),
    done: () => {
      toast.success('Silenced. It is still watched, and that it is over is still told.')
      onClose()
    },
  })
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Silence this alert"
        description="Nobody is told that it fires until the silence ends. It stays under watch."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              pending={pending}
              disabled={reason.trim() === ''}
              onClick={() => void submit(undefined)}
            >
              Silence
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          {error && <FailureNotice error={error} />}
          <SegmentedControl aria-label="For how long" segments={spans} value={hours} onValueChange={setHours} />
          <Field label="Reason" required>
            <Input
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              maxLength={500}
              placeholder="Moving the database"
            />
          </Field>
        </div>
      </DialogContent>
    </Dialog>
  )
}
