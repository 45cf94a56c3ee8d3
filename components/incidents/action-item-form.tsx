'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { focusOnMount } from '@/components/ui/focus-on-mount'
import { Input } from '@/components/ui/input'
import { useSubmit } from '@/components/ui/use-submit'
import { addActionItem, peopleQuery } from './queries'

const pointers = ['/title', '/ownerName', '/dueDay']

interface ActionItemFormProps {
  incidentId: string
  close: () => void
  className?: string
}

/** Writes an action item down. The owner is a name, because not everybody who does things signs in here. */
export function ActionItemForm({ incidentId, close, className }: ActionItemFormProps) {
  const [values, setValues] = useState({ title: '', ownerName: '', dueDay: '' })
  const listId = useId()
  const { data: people = [] } = useQuery(peopleQuery())
  const { submit, pending, error } = useSubmit({
    run: () =>
      addActionItem(incidentId, {
        title: values.title,
        ownerName: values.ownerName.trim() || null,
        dueDay: values.dueDay || null,
      }),
    done: () => {
      toast.success('Action item added')
      close()
    },
  })
  const wire = (name: keyof typeof values) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => setValues((now) => ({ ...now, [name]: event.target.value })),
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    void submit(undefined)
  }
  return (
    <form onSubmit={save} noValidate className={className}>
      <div className="grid grid-cols-1 gap-3">
        <FailureNotice error={error} shownAt={pointers} />
        <Field label="What has to be done?" required error={problemAt(error, '/title')}>
          <Input {...wire('title')} maxLength={300} autoComplete="off" ref={focusOnMount} />
        </Field>
        <Field label="By whom" optional error={problemAt(error, '/ownerName')}>
          <Input {...wire('ownerName')} maxLength={120} autoComplete="off" list={listId} />
        </Field>
        <datalist id={listId}>
          {people.map(({ id, name }) => (
            <option key={id} value={name}>
              {name}
            </option>
          ))}
        </datalist>
        <Field label="Until" optional error={problemAt(error, '/dueDay')}>
          <Input {...wire('dueDay')} type="date" />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" pending={pending}>
            Add item
          </Button>
        </div>
      </div>
    </form>
  )
}
