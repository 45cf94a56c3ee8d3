'use client'

import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import type { Incident } from '@/lib/incidents/contract'
import { peopleQuery, updateIncident } from './queries'

const nobody = 'nobody'

/** Who takes care of it. Where people cannot be listed, the name stands alone. */
export function AssigneeField({ incident }: { incident: Incident }) {
  const people = useQuery(peopleQuery())
  const { submit, pending } = useSubmit({
    run: (assigneeId: string | null) => updateIncident(incident.id, { assigneeId }),
    done: ({ assigneeName }) => toast.success(assigneeName ? `Assigned to ${assigneeName}` : 'Nobody is assigned'),
    failed: (error) => toast.error(error.message),
  })
  if (!people.data)
    return (
      <div>
        <p className="font-medium text-sm">Assigned to</p>
        <p className="mt-1">{incident.assigneeName ?? <span className="text-fg-muted">Nobody</span>}</p>
        {people.isError && (
          <p className="mt-1 text-fg-muted text-sm">The list of people cannot be loaded at the moment.</p>
        )}
      </div>
    )
  const { assigneeId, assigneeName } = incident
  const isKnown = people.data.some(({ id }) => id === assigneeId)
  const options = [
    { value: nobody, label: 'Nobody' },
    // Somebody who cannot sign in any more stays named until somebody else is.
    ...(assigneeId && !isKnown ? [{ value: assigneeId, label: assigneeName ?? 'Somebody', disabled: true }] : []),
    ...people.data.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <Field label="Assigned to">
      <Select
        options={options}
        value={assigneeId ?? nobody}
        onValueChange={(chosen) => void submit(chosen === nobody ? null : chosen)}
        disabled={pending}
      />
    </Field>
  )
}
