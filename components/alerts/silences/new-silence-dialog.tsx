'use client'

import { type FormEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { absoluteTime } from '@/components/ui/format-time'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Textarea } from '@/components/ui/textarea'
import { useNow } from '@/components/ui/use-now'
import { useSubmit } from '@/components/ui/use-submit'
import { createSilence } from './queries'
import { everyAlert, ScopeFields, scopeInput } from './scope-fields'
import { endOf, hasEnd, type QuickEnd, quickEnds } from './silence-ends'

interface NewSilenceDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Keeps alerts from being told for a while, for a reason. */
export function NewSilenceDialog({ open, onOpenChange }: NewSilenceDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewSilence close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

const shownAt = ['/reason', '/endsAt', '/rule', '/source']

function NewSilence({ close }: { close: () => void }) {
  const formId = useId()
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<QuickEnd>('hour')
  const [typed, setTyped] = useState('')
  const [scope, setScope] = useState(everyAlert)
  const [isChecked, setChecked] = useState(false)
  const { submit, pending, error } = useSubmit({
    run: createSilence,
    done: () => {
      toast.success('Silenced')
      close()
    },
  })
  const hasReason = reason.trim() !== ''

  function send(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    const end = endOf(chosen, new Date(), typed)
    if (end && hasReason) void submit({ reason, endsAt: end.toISOString(), ...scopeInput(scope) })
  }

  return (
    <DialogContent
      title="Silence alerts"
      description="Messages stop; the watching does not. Alerts are still opened, counted and resolved."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Silence
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} noValidate className="grid grid-cols-1 gap-4">
        <FailureNotice error={error} shownAt={shownAt} />
        <Field
          label="Reason"
          required
          hint="Everybody who wonders why it is quiet will read it."
          error={isChecked && !hasReason ? 'Please say why.' : problemAt(error, '/reason')}
        >
          <Textarea value={reason} maxLength={500} rows={2} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <EndField
          {...{ chosen, setChosen, typed, setTyped }}
          problem={isChecked && !hasEnd(chosen, typed) ? 'Please choose a time.' : problemAt(error, '/endsAt')}
        />
        <ScopeFields scope={scope} onChange={setScope} error={error} />
      </form>
    </DialogContent>
  )
}

interface EndFieldProps {
  chosen: QuickEnd
  setChosen: (chosen: QuickEnd) => void
  typed: string
  setTyped: (typed: string) => void
  problem: string | undefined
}

function EndField({ chosen, setChosen, typed, setTyped, problem }: EndFieldProps) {
  const now = useNow(30_000)
  const end = now === null ? undefined : endOf(chosen, new Date(now), typed)
  const hint = end && `Ends by itself ${absoluteTime(end.getTime(), 'minute')}, at most 30 days from now.`
  return (
    <div className="grid gap-1.5">
      <span aria-hidden="true" className="font-medium text-sm">
        How long
      </span>
      <SegmentedControl aria-label="How long" segments={quickEnds} value={chosen} onValueChange={setChosen} />
      {chosen === 'at' && (
        <Field label={<span className="sr-only">Until</span>} error={problem} hint={hint}>
          <Input type="datetime-local" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      )}
      {chosen !== 'at' && (problem ?? hint) && (
        <p className={problem ? 'text-error-fg text-sm' : 'text-fg-muted text-sm'}>{problem ?? hint}</p>
      )}
    </div>
  )
}
