'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { useSubmit } from '@/components/ui/use-submit'
import { incidentNumber } from '@/lib/incidents/browser'
import { OpenIncidentForm } from './open-incident-form'
import { openIncident } from './queries'

interface OpenIncidentDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Opens an incident by hand and goes to its page. */
export function OpenIncidentDialog({ open, onOpenChange }: OpenIncidentDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <OpenIncident close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function OpenIncident({ close }: { close: () => void }) {
  const router = useRouter()
  const formId = useId()
  const { submit, pending, error } = useSubmit({
    run: openIncident,
    done: ({ id, number }) => {
      toast.success(`${incidentNumber(number)} opened`)
      close()
      router.push(`/dashboard/incidents/${id}`)
    },
  })
  return (
    <DialogContent
      title="Open an incident"
      description="For trouble that no rule has told of. Nobody is notified by this."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Open incident
          </Button>
        </>
      }
    >
      <OpenIncidentForm id={formId} error={error} onSubmit={submit} />
    </DialogContent>
  )
}
