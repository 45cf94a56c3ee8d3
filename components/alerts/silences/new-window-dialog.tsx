'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice } from '@/components/ui/failure-notice'
import { useSubmit } from '@/components/ui/use-submit'
import { companyTimeZoneQuery, createWindow } from './queries'
import { ScopeFields } from './scope-fields'
import { inputOf, newWindow, problemsOf, type WindowDraft } from './window-draft'
import { WindowFields } from './window-fields'

interface NewWindowDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Plans maintenance, weekly or once. */
export function NewWindowDialog({ open, onOpenChange }: NewWindowDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewWindow close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

const shownAt = ['/name', '/weekdays', '/onDay', '/startsAt', '/durationMinutes', '/timeZone', '/rule', '/source']

function NewWindow({ close }: { close: () => void }) {
  const formId = useId()
  const company = useQuery(companyTimeZoneQuery())
  const [changes, setChanges] = useState<Partial<WindowDraft>>({})
  const [isChecked, setChecked] = useState(false)
  const draft = { ...newWindow(company.data ?? 'UTC'), ...changes }
  const problems = problemsOf(draft)
  const set = (change: Partial<WindowDraft>) => setChanges((now) => ({ ...now, ...change }))
  const { submit, pending, error } = useSubmit({
    run: createWindow,
    done: ({ name }) => {
      toast.success(`${name} is planned`)
      close()
    },
  })

  function send(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    if (Object.keys(problems).length === 0) void submit(inputOf(draft))
  }

  return (
    <DialogContent
      title="Plan maintenance"
      description="While it lasts nobody is told; alerts are still opened, counted and resolved."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Plan maintenance
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} noValidate className="grid grid-cols-1 gap-4">
        <FailureNotice error={error} shownAt={shownAt} />
        <WindowFields draft={draft} set={set} problems={isChecked ? problems : {}} error={error} />
        <ScopeFields scope={draft.scope} onChange={(scope) => set({ scope })} error={error} />
      </form>
    </DialogContent>
  )
}
