'use client'

import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import type { Alert } from '@/lib/alerts/contract'
import { assignAlert, peopleQuery } from './queries'

const nobody = 'nobody'

/** Who looks after an alert. */
export function AssigneeSelect({ alert }: { alert: Alert }) {
  const people = useQuery(peopleQuery())
  const { submit, pending } = useSubmit({
    run: (assigneeId: string | null) => assignAlert(alert.id, assigneeId),
    done: ({ assigneeName }) =>
      toast.success(assigneeName === null ? 'Assigned to nobody' : `Assigned to ${assigneeName}`),
    failed: (error) => toast.error('Not assigned', { description: error.message }),
  })
  if (!people.data) return null
  const options = [
    { value: nobody, label: 'Assigned to nobody' },
    ...people.data.items
      .filter(({ id, disabledAt }) => disabledAt === null || id === alert.assigneeId)
      .map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <Select
      aria-label="Assigned to"
      options={options}
      value={alert.assigneeId ?? nobody}
      onValueChange={(chosen) => void submit(chosen === nobody ? null : chosen)}
      disabled={pending}
      className="w-48"
    />
  )
}
