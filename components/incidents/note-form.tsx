'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { useSubmit } from '@/components/ui/use-submit'
import { addNote } from './queries'

/** Writes down what somebody sees or does; it stands in the timeline at once. */
export function NoteForm({ incidentId }: { incidentId: string }) {
  const [text, setText] = useState('')
  const { submit, pending, error } = useSubmit({
    run: () => addNote(incidentId, text),
    done: () => setText(''),
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    void submit(undefined)
  }
  return (
    <form onSubmit={save} noValidate className="grid grid-cols-1 gap-2">
      <FailureNotice error={error} shownAt={['/text']} />
      <Field label="Note" error={problemAt(error, '/text')}>
        <Textarea
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={5000}
          rows={2}
          placeholder="What do you see? What do you try?"
          className="min-h-16"
        />
      </Field>
      <Button type="submit" pending={pending} className="justify-self-end max-sm:h-11 max-sm:w-full">
        Add note
      </Button>
    </form>
  )
}
