'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { ShownOnce } from '@/components/ui/shown-once'
import { useSubmit } from '@/components/ui/use-submit'
import { ApiError } from '@/lib/http/browser'
import { ApiKeyScope, type NewApiKey } from '@/lib/members/api-keys/contract'
import { createApiKey } from './queries'
import { scopeWords } from './scope-words'

interface NewApiKeyDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Makes a key and shows it, once. */
export function NewApiKeyDialog({ open, onOpenChange }: NewApiKeyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewKey />}
    </Dialog>
  )
}

const lifetimes = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
] as const
type Lifetime = (typeof lifetimes)[number]['value']

const dayMs = 86_400_000
const endOf = (lifetime: Lifetime) =>
  lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * dayMs).toISOString()

const offered = ApiKeyScope.options.toSorted(
  (a, b) => Object.keys(scopeWords).indexOf(a) - Object.keys(scopeWords).indexOf(b),
)

function NewKey() {
  const formId = useId()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>([])
  const [lifetime, setLifetime] = useState<Lifetime>('never')
  const [made, setMade] = useState<NewApiKey>()
  const { submit, pending, error } = useSubmit({ run: createApiKey, done: setMade })
  if (made) return <Made made={made} />

  const problemAt = (pointer: string) => (error instanceof ApiError ? error.problemAt(pointer) : undefined)
  function onSubmit(event: FormEvent) {
    event.preventDefault()
    void submit({ name, scopes: [...scopes], sourceId: null, expiresAt: endOf(lifetime) })
  }
  return (
    <DialogContent
      title="New API key"
      description="One for each program, so that each can be revoked by itself."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Make key
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FailureNotice error={error} shownAt={['/name', '/scopes']} />
        <Field label="Name" error={problemAt('/name')} hint="What uses it. Events it causes bear this name.">
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={80}
            placeholder="Prometheus"
            autoComplete="off"
          />
        </Field>
        <ScopeChoice chosen={scopes} onChange={setScopes} error={problemAt('/scopes')} />
        <Field label="Expires">
          <Select options={lifetimes} value={lifetime} onValueChange={setLifetime} />
        </Field>
      </form>
    </DialogContent>
  )
}

interface ScopeChoiceProps {
  chosen: readonly ApiKeyScope[]
  onChange: (chosen: readonly ApiKeyScope[]) => void
  error: string | undefined
}

function ScopeChoice({ chosen, onChange, error }: ScopeChoiceProps) {
  return (
    <fieldset className="grid gap-0.5">
      <legend className="font-medium text-fg text-sm">What it may do</legend>
      {offered.map((scope) => (
        <Checkbox
          key={scope}
          label={
            <>
              {scopeWords[scope]} <span className="font-mono text-fg-muted text-xs">{scope}</span>
            </>
          }
          checked={chosen.includes(scope)}
          onCheckedChange={(isChosen) =>
            onChange(isChosen ? [...chosen, scope] : chosen.filter((one) => one !== scope))
          }
        />
      ))}
      {error && (
        <p role="alert" className="text-error-fg text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}

function Made({ made }: { made: NewApiKey }) {
  return (
    <ShownOnce
      title={`The key for ${made.name}`}
      label="Key"
      secret={made.key}
      warning="Daybook keeps no copy. If it gets lost, revoke it and make another."
    >
      <p className="text-fg-muted text-sm">
        Programs send it as <span className="font-mono text-xs">Authorization: Bearer {made.keyPrefix}…</span>
      </p>
    </ShownOnce>
  )
}
