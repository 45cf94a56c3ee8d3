'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { incidentNumber } from '@/lib/incidents/browser'
import type { IncidentDetail } from '@/lib/incidents/contract'
import { detachAlert } from './queries'

interface TakeOutAlertProps {
  incident: IncidentDetail
  alert: IncidentDetail['alerts'][number]
}

/** Takes an alert out that joined by accident; it can be added again. */
export function TakeOutAlert({ incident, alert }: TakeOutAlertProps) {
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const takeOut = async () => {
    await detachAlert(incident.id, alert.id)
    toast.success(`“${alert.title}” is no longer part of ${incidentNumber(incident.number)}`)
    await client.invalidateQueries()
  }
  return (
    <>
      <Button size="sm" variant="ghost" className="max-lg:h-11" onClick={() => setAsking(true)}>
        Take out
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Take this alert out of the incident?"
        target={alert.title}
        description="The alert goes on as it is; only the incident no longer counts it. It can be added again."
        confirmLabel="Take it out"
        onConfirm={takeOut}
        variant="primary"
      />
    </>
  )
}
