'use client'

import { toast } from 'sonner'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import { wordsOf } from '@/components/ui/words'
import type { Incident, IncidentClass } from '@/lib/incidents/contract'
import { classOptions } from './incident-badges'
import { updateIncident } from './queries'

/** How bad it is; critical and high ask for a post-mortem before they are closed. */
export function ClassField({ incident }: { incident: Incident }) {
  const { submit, pending } = useSubmit({
    run: (chosen: IncidentClass) => updateIncident(incident.id, { class: chosen }),
    done: (changed) => toast.success(`Class is ${wordsOf(changed.class).toLowerCase()}`),
    failed: (error) => toast.error(error.message),
  })
  return (
    <Field label="Class" hint="Critical and high need a post-mortem before they are closed.">
      <Select
        options={classOptions}
        value={incident.class}
        onValueChange={(chosen) => void submit(chosen)}
        disabled={pending}
      />
    </Field>
  )
}
