'use client'

import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import type { Incident } from '@/lib/incidents/contract'
import { attachAlert, looseAlertsQuery } from './queries'

/** Adds one of the alerts that are open and belong to no incident. Nothing when there is none. */
export function AddAlert({ incident }: { incident: Incident }) {
  const { data: alerts = [] } = useQuery(looseAlertsQuery())
  const { submit, pending } = useSubmit({
    run: (alertId: string) => attachAlert(incident.id, alertId),
    done: () => toast.success('Alert added'),
    failed: (error) => toast.error(error.message),
  })
  if (alerts.length === 0) return null
  return (
    <div className="border-line border-t p-4">
      <Select
        aria-label="Add an open alert"
        placeholder="Add an open alert…"
        options={alerts.map(({ id, title, source }) => ({ value: id, label: `${title} (${source})` }))}
        onValueChange={(chosen) => void submit(chosen)}
        disabled={pending}
        key={alerts.length}
      />
    </div>
  )
}
