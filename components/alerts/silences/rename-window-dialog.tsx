'use client'

import { type FormEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useSubmit } from '@/components/ui/use-submit'
import type { MaintenanceWindow } from '@/lib/alerts/silences/contract'
import { updateWindow } from './queries'

interface RenameWindowDialogProps {
  window: MaintenanceWindow
  open: boolean
  onClose: () => void
}

/** Gives planned maintenance another name. */
export function RenameWindowDialog({ window, open, onClose }: RenameWindowDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {open && <RenameWindow window={window} close={onClose} />}
    </Dialog>
  )
}

function RenameWindow({ window, close }: { window: MaintenanceWindow; close: () => void }) {
  const formId = useId()
  const [name, setName] = useState(window.name)
  const { submit, pending, error } = useSubmit({
    run: () => updateWindow(window.id, { name }),
    done: (renamed) => {
      toast.success(`Renamed to ${renamed.name}`)
      close()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    void submit(undefined)
  }
  return (
    <DialogContent
      title="Rename maintenance"
      size="sm"
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send} noValidate className="grid grid-cols-1 gap-4">
        <FailureNotice error={error} shownAt={['/name']} />
        <Field label="Name" required error={problemAt(error, '/name')}>
          <Input value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </DialogContent>
  )
}
