'use client'

import { useId } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { useSubmit } from '@/components/ui/use-submit'
import type { Lead, LeadInput } from '@/lib/leads/contract'
import { LeadForm } from './lead-form'
import { updateLead } from './queries'

interface EditLeadDialogProps {
  lead: Lead
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Changes a lead's facts. */
export function EditLeadDialog({ lead, open, onOpenChange }: EditLeadDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <EditLead lead={lead} close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function EditLead({ lead, close }: { lead: Lead; close: () => void }) {
  const formId = useId()
  const { submit, pending, error } = useSubmit({
    run: (input: LeadInput) => updateLead(lead.id, input),
    done: () => {
      toast.success('Lead saved')
      close()
    },
  })
  return (
    <DialogContent
      title="Edit lead"
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Save lead
          </Button>
        </>
      }
    >
      <LeadForm id={formId} lead={lead} error={error} onSubmit={submit} />
    </DialogContent>
  )
}
