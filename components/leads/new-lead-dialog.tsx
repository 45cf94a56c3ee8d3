'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { useSubmit } from '@/components/ui/use-submit'
import { LeadForm } from './lead-form'
import { createLead } from './queries'

interface NewLeadDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Adds a lead and opens its page. */
export function NewLeadDialog({ open, onOpenChange }: NewLeadDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <NewLead close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function NewLead({ close }: { close: () => void }) {
  const router = useRouter()
  const formId = useId()
  const { submit, pending, error } = useSubmit({
    run: createLead,
    done: (lead) => {
      toast.success(`${lead.name} added`)
      close()
      router.push(`/dashboard/leads/${lead.id}`)
    },
  })
  return (
    <DialogContent
      title="New lead"
      description="Somebody who asked about a course."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Add lead
          </Button>
        </>
      }
    >
      <LeadForm id={formId} error={error} onSubmit={submit} />
    </DialogContent>
  )
}
