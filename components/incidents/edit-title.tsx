'use client'

import { Pencil } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { useSubmit } from '@/components/ui/use-submit'
import type { Incident } from '@/lib/incidents/contract'
import { updateIncident } from './queries'

/** Gives an incident a title that says what it turned out to be. */
export function EditTitle({ incident }: { incident: Incident }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil aria-hidden="true" />
        Edit title
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        {isOpen && <TitleForm incident={incident} close={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function TitleForm({ incident, close }: { incident: Incident; close: () => void }) {
  const formId = useId()
  const [title, setTitle] = useState(incident.title)
  const { submit, pending, error } = useSubmit({
    run: () => updateIncident(incident.id, { title }),
    done: () => {
      toast.success('Title saved')
      close()
    },
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    void submit(undefined)
  }
  return (
    <DialogContent
      title="Edit title"
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Save title
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={save} noValidate className="grid grid-cols-1 gap-4">
        <FailureNotice error={error} shownAt={['/title']} />
        <Field label="Title" required error={problemAt(error, '/title')}>
          <Input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={160} autoComplete="off" />
        </Field>
      </form>
    </DialogContent>
  )
}
