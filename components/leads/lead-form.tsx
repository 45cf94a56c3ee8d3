'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import type { Lead, LeadInput } from '@/lib/leads/contract'

const empty = { name: '', email: '', phone: '', course: '', origin: '', notes: '' }
type Values = typeof empty
const pointers = Object.keys(empty).map((name) => `/${name}`)

export interface LeadFormProps {
  /** Lets a button outside, in a dialog's footer, submit the form. */
  id: string
  /** The lead that is changed; a new one without it. Its notes have a place of their own. */
  lead?: Lead
  error: Error | null
  onSubmit: (input: LeadInput) => void
}

/** The fields of a lead. What is typed stays until the form is closed, whatever the server says. */
export function LeadForm({ id, lead, error, onSubmit }: LeadFormProps) {
  const [values, setValues] = useState<Values>(() => (lead ? valuesOf(lead) : empty))
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])

  const wire = (name: keyof Values) => ({
    name,
    value: values[name],
    onChange: (event: { target: { value: string } }) => setValues((now) => ({ ...now, [name]: event.target.value })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(inputOf(values, lead === undefined))
  }

  return (
    <form id={id} ref={form} onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
      <FailureNotice error={error} shownAt={pointers} />
      <Field label="Name" required error={problemAt(error, '/name')}>
        <Input {...wire('name')} maxLength={120} autoComplete="off" />
      </Field>
      <Field label="E-mail" required error={problemAt(error, '/email')}>
        <Input {...wire('email')} type="email" inputMode="email" maxLength={254} autoComplete="off" />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Phone" optional error={problemAt(error, '/phone')}>
          <Input {...wire('phone')} type="tel" maxLength={40} autoComplete="off" />
        </Field>
        <Field label="Origin" optional hint="Where they heard of you." error={problemAt(error, '/origin')}>
          <Input {...wire('origin')} maxLength={60} autoComplete="off" />
        </Field>
      </div>
      <Field label="Course" optional error={problemAt(error, '/course')}>
        <Input {...wire('course')} maxLength={120} autoComplete="off" />
      </Field>
      {!lead && (
        <Field label="Notes" optional error={problemAt(error, '/notes')}>
          <Textarea {...wire('notes')} maxLength={5000} />
        </Field>
      )}
    </form>
  )
}

function valuesOf(lead: Lead): Values {
  const { name, email, phone, course, origin, notes } = lead
  return { name, email, phone: phone ?? '', course: course ?? '', origin: origin ?? '', notes: notes ?? '' }
}

function inputOf(values: Values, withNotes: boolean): LeadInput {
  const { notes, ...rest } = values
  const optional = (text: string) => text.trim() || null
  return {
    ...rest,
    phone: optional(rest.phone),
    course: optional(rest.course),
    origin: optional(rest.origin),
    ...(withNotes && { notes: optional(notes) }),
  }
}
