'use client'

import { type FormEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { useSubmit } from '@/components/ui/use-submit'
import { createCorrection } from './queries'

interface CorrectionDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Takes a stretch of time out of the budgets, for a reason. */
export function CorrectionDialog({ open, onOpenChange }: CorrectionDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewCorrection close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

const shownAt = ['/startsAt', '/endsAt', '/reason']

function NewCorrection({ close }: { close: () => void }) {
  const formId = useId()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { submit, pending, error } = useSubmit({
    run: createCorrection,
    done: () => {
      toast.success('It does not count any more')
      close()
    },
  })
  const missing = (text: string, problem: string) => (isChecked && text.trim() === '' ? problem : undefined)

  function send(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    if (from === '' || to === '' || reason.trim() === '') return
    void submit({ startsAt: new Date(from).toISOString(), endsAt: new Date(to).toISOString(), reason })
  }

  return (
    <DialogContent
      title="Add a correction"
      description="This stretch of time will count for no target. Uptime on the health page stays as it was; the correction is an event, and can be taken back."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Add correction
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} noValidate className="grid grid-cols-1 gap-4">
        <FailureNotice error={error} shownAt={shownAt} />
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field label="From" required error={missing(from, 'Please choose a time.') ?? problemAt(error, '/startsAt')}>
            <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field label="To" required error={missing(to, 'Please choose a time.') ?? problemAt(error, '/endsAt')}>
            <Input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
        </div>
        <Field
          label="Reason"
          required
          hint="Why it was not ours to answer for. Everybody who reads the numbers will read it."
          error={missing(reason, 'Please say why.') ?? problemAt(error, '/reason')}
        >
          <Textarea value={reason} maxLength={500} rows={2} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </form>
    </DialogContent>
  )
}
