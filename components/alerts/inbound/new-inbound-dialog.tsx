'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { ShownOnce } from '@/components/ui/shown-once'
import { useSubmit } from '@/components/ui/use-submit'
import { type InboundKind, inboundKinds, type NewAlertInbound } from '@/lib/alerts/inbound/contract'
import { createInbound } from './queries'
import { addressFor, inboundSystems } from './systems'

interface NewInboundDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Makes an address and shows it, once, with what to do with it. */
export function NewInboundDialog({ open, onOpenChange }: NewInboundDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewInbound />}
    </Dialog>
  )
}

const options = inboundKinds.map((kind) => ({ value: kind, label: inboundSystems[kind].name }))

function NewInbound() {
  const formId = useId()
  const [kind, setKind] = useState<InboundKind>('alertmanager')
  const [name, setName] = useState('')
  const [made, setMade] = useState<NewAlertInbound>()
  const { submit, pending, error } = useSubmit({ run: createInbound, done: setMade })
  if (made) return <Made inbound={made} />

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    void submit({ name: name.trim() || inboundSystems[kind].name, kind })
  }
  return (
    <DialogContent
      title="New address for alerts"
      description="One for each system, so that each can be closed by itself."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Make address
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} className="grid gap-4">
        <FailureNotice error={error} shownAt={['/name']} />
        <Field label="System">
          <Select options={options} value={kind} onValueChange={setKind} />
        </Field>
        <Field
          label="Name"
          optional
          hint="Alerts that come in here bear it as their system."
          error={problemAt(error, '/name')}
        >
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={80}
            placeholder={inboundSystems[kind].name}
            autoComplete="off"
          />
        </Field>
      </form>
    </DialogContent>
  )
}

function Made({ inbound }: { inbound: NewAlertInbound }) {
  const { kind, name } = inbound
  const system = inboundSystems[kind]
  const address = addressFor(kind, inbound.url)
  return (
    <ShownOnce
      title={`The address for ${name}`}
      label="Address"
      secret={address}
      warning="Whoever knows it can hand in alerts. If it gets lost, close it and make another."
    >
      <ol className="grid list-decimal gap-1.5 ps-5">
        {system.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {system.snippet && <CodeBlock label="alertmanager.yml" code={system.snippet(address)} />}
    </ShownOnce>
  )
}
