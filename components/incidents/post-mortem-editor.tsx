'use client'

import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { FormActions } from '@/components/ui/form-actions'
import { Markdown } from '@/components/ui/markdown'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Textarea } from '@/components/ui/textarea'
import { useSubmit } from '@/components/ui/use-submit'
import type { IncidentDetail } from '@/lib/incidents/contract'
import { writePostMortem } from './queries'

const views = [
  { value: 'write', label: 'Write' },
  { value: 'preview', label: 'Preview' },
] as const

/** Writes a post-mortem in Markdown. What somebody else has written meanwhile is not overwritten. */
export function PostMortemEditor({ incident, close }: { incident: IncidentDetail; close: () => void }) {
  // What it began with: the incident is loaded anew every few seconds, and must not take what is typed.
  const [replaces] = useState(incident.postMortem)
  const [text, setText] = useState(incident.postMortem ?? incident.postMortemTemplate)
  const [view, setView] = useState<'write' | 'preview'>('write')
  const { submit, pending, error } = useSubmit({
    run: () => writePostMortem(incident.id, { text, replaces }),
    done: () => {
      toast.success('Post-mortem saved')
      close()
    },
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    void submit(undefined)
  }
  return (
    <form onSubmit={save} noValidate className="grid grid-cols-1 gap-3">
      <SegmentedControl aria-label="View" segments={views} value={view} onValueChange={setView} className="w-fit" />
      <FailureNotice error={error} shownAt={['/text']} />
      {view === 'write' ? (
        <Field
          label={<span className="sr-only">Post-mortem</span>}
          hint="Markdown: # heading, - list, **bold**. Press Preview to see it."
          error={problemAt(error, '/text')}
        >
          <Textarea
            value={text}
            onChange={(event) => setText(event.target.value)}
            maxLength={50_000}
            rows={18}
            className="max-h-[70dvh] font-mono text-sm leading-6"
          />
        </Field>
      ) : (
        <Markdown text={text} className="rounded-md border border-line p-4" />
      )}
      <FormActions>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" type="submit" pending={pending}>
          Save post-mortem
        </Button>
      </FormActions>
    </form>
  )
}
