'use client'

import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { focusOnMount } from '@/components/ui/focus-on-mount'
import { Panel } from '@/components/ui/panel'
import { Textarea } from '@/components/ui/textarea'
import { useSubmit } from '@/components/ui/use-submit'
import type { Lead } from '@/lib/leads/contract'
import { updateLead } from './queries'

/** What was said, as free text that is changed where it stands. */
export function LeadNotes({ lead }: { lead: Lead }) {
  const [isEditing, setEditing] = useState(false)
  const button = (
    <Button size="sm" onClick={() => setEditing(true)}>
      {lead.notes ? 'Edit notes' : 'Add notes'}
    </Button>
  )
  return (
    <Panel title="Notes" actions={!isEditing && button}>
      {isEditing ? (
        <NotesForm lead={lead} close={() => setEditing(false)} />
      ) : (
        <p className={lead.notes ? 'max-w-prose whitespace-pre-wrap break-words' : 'text-fg-muted'}>
          {lead.notes ?? 'Nothing noted yet. Write down what was asked and what you promised.'}
        </p>
      )}
    </Panel>
  )
}

function NotesForm({ lead, close }: { lead: Lead; close: () => void }) {
  const [notes, setNotes] = useState(lead.notes ?? '')
  const { submit, pending, error } = useSubmit({
    run: (text: string) => updateLead(lead.id, { notes: text.trim() || null }),
    done: () => {
      toast.success('Notes saved')
      close()
    },
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    void submit(notes)
  }
  return (
    <form onSubmit={save} className="grid grid-cols-1 gap-3">
      <FailureNotice error={error} shownAt={['/notes']} />
      <Field label={<span className="sr-only">Notes</span>} error={problemAt(error, '/notes')}>
        <Textarea
          value={notes}
          onChange={(e) => setNotes(e.target.value)}
          maxLength={5000}
          rows={5}
          ref={focusOnMount}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" type="submit" pending={pending}>
          Save notes
        </Button>
      </div>
    </form>
  )
}
