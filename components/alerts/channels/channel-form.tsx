'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { AlertChannel, ChannelType } from '@/lib/alerts/channels/contract'
import { ConfigField } from './config-field'
import { type ChannelValues, valuesOf } from './form-values'

const severities = [
  { value: 'info', label: 'Everything' },
  { value: 'low', label: 'Low and worse' },
  { value: 'medium', label: 'Medium and worse' },
  { value: 'high', label: 'High and critical' },
  { value: 'critical', label: 'Critical only' },
] as const

const moments = [
  { value: 'at-once', label: 'As soon as it happens' },
  { value: 'escalation', label: 'Only when nobody acknowledges in time' },
] as const

export interface ChannelFormProps {
  /** Lets a button outside, in a dialog's footer, submit the form. */
  id: string
  kind: ChannelType
  /** The channel that is changed; a new one without it. */
  channel?: AlertChannel
  error: Error | null
  onSubmit: (values: ChannelValues) => void
}

/** The form of a kind of channel, made from what the kind declares. */
export function ChannelForm({ id, kind, channel, error, onSubmit }: ChannelFormProps) {
  const [values, setValues] = useState(() => valuesOf(kind, channel))
  const form = useRef<HTMLFormElement>(null)
  const change = (changed: Partial<ChannelValues>) => setValues((now) => ({ ...now, ...changed }))

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(values)
  }
  return (
    <form id={id} ref={form} onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
      <p className="text-pretty text-fg-muted">{kind.setup}</p>
      <FailureNotice error={error} shownAt={['/name', ...kind.fields.map(({ name }) => `/config/${name}`)]} />
      <Field label="Name" required error={problemAt(error, '/name')} hint="How people call it, such as “On call”.">
        <Input value={values.name} onChange={(event) => change({ name: event.target.value })} maxLength={80} />
      </Field>
      {kind.fields.map((field) => (
        <ConfigField
          key={field.name}
          field={field}
          value={values.config[field.name] ?? ''}
          onChange={(value) => change({ config: { ...values.config, [field.name]: value } })}
          error={problemAt(error, `/config/${field.name}`)}
          stored={field.isSecret ? channel?.config[field.name] : undefined}
          isRenewed={values.renewed.includes(field.name)}
          onRenew={() => change({ renewed: toggled(values.renewed, field.name) })}
        />
      ))}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Gets">
          <Select
            options={severities}
            value={values.minSeverity}
            onValueChange={(minSeverity) => change({ minSeverity })}
          />
        </Field>
        <Field label="When">
          <Select
            options={moments}
            value={values.isEscalationOnly ? 'escalation' : 'at-once'}
            onValueChange={(moment) => change({ isEscalationOnly: moment === 'escalation' })}
          />
        </Field>
      </div>
    </form>
  )
}

const toggled = (names: readonly string[], name: string) =>
  names.includes(name) ? names.filter((known) => known !== name) : [...names, name]
