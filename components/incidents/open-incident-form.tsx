'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import type { IncidentClass, IncidentInput } from '@/lib/incidents/contract'
import { classOptions } from './incident-badges'
import { looseAlertsQuery } from './queries'

const classHints: Record<IncidentClass, string> = {
  critical: 'The business stands still, or data may be lost. Somebody looks at once.',
  high: 'Something important does not work. Somebody looks within 15 minutes.',
  medium: 'It works, but badly. Somebody looks within the hour.',
  low: 'Worth to be followed up.',
}

interface OpenIncidentFormProps {
  /** Lets the button in the dialog's footer submit the form. */
  id: string
  error: Error | null
  onSubmit: (input: IncidentInput) => void
}

/** What is wrong, how bad it is, and which alerts belong to it. */
export function OpenIncidentForm({ id, error, onSubmit }: OpenIncidentFormProps) {
  const [title, setTitle] = useState('')
  const [ofClass, setClass] = useState<IncidentClass>('high')
  const [note, setNote] = useState('')
  const [alertIds, setAlertIds] = useState<string[]>([])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit({ title, class: ofClass, alertIds, note: note.trim() || null })
  }
  return (
    <form id={id} onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
      <FailureNotice error={error} shownAt={['/title', '/note']} />
      <Field label="What is wrong?" required error={problemAt(error, '/title')}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={160} autoComplete="off" />
      </Field>
      <Field label="Class" hint={classHints[ofClass]}>
        <Select options={classOptions} value={ofClass} onValueChange={setClass} />
      </Field>
      <LooseAlerts chosen={alertIds} choose={setAlertIds} />
      <Field label="First note" optional error={problemAt(error, '/note')}>
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={5000} />
      </Field>
    </form>
  )
}

/** The open alerts that could belong to it. Nothing when there are none, or when they cannot be asked for. */
function LooseAlerts({ chosen, choose }: { chosen: readonly string[]; choose: (ids: string[]) => void }) {
  const { data: alerts = [] } = useQuery(looseAlertsQuery())
  if (alerts.length === 0) return null
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">Open alerts that belong to it</legend>
      <ul className="max-h-48 overflow-y-auto rounded-md border border-line">
        {alerts.map(({ id, title, sentence }) => (
          <li key={id} className="border-line border-b last:border-b-0">
            <label className="flex min-h-11 items-start gap-3 px-3 py-2.5 hover:bg-hover">
              <input
                type="checkbox"
                className="mt-1 size-4 shrink-0 accent-accent"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  choose(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                }
              />
              <span className="min-w-0 break-words font-medium">
                {title}
                <span className="block font-normal text-fg-muted text-sm">{sentence}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
