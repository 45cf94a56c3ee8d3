'use client'

import { ChevronDown, FilePlus2, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { ThumbBar } from '@/components/ui/thumb-bar'
import { useSubmit } from '@/components/ui/use-submit'
import { wordsOf } from '@/components/ui/words'
import type { LeadDetail, SettableLeadStatus } from '@/lib/leads/contract'
import { DeleteLeadDialog } from './delete-lead-dialog'
import { EditLeadDialog } from './edit-lead-dialog'
import { settableLeadStatuses } from './lead-status'
import { updateLead } from './queries'

/** What can be done with a lead. A converted one keeps its status and gets no further invoice. */
export function LeadActions({ lead }: { lead: LeadDetail }) {
  const [isEditing, setEditing] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const isConverted = lead.status === 'CONVERTED'
  return (
    <>
      {lead.invoices.length === 0 && (
        <Button
          variant="ghost"
          onClick={() => setDeleting(true)}
          className="max-sm:order-last max-sm:ms-auto max-sm:px-3"
        >
          <Trash2 aria-hidden="true" />
          <span className="max-sm:sr-only">Delete</span>
        </Button>
      )}
      <Button onClick={() => setEditing(true)}>
        <Pencil aria-hidden="true" />
        Edit
      </Button>
      {!isConverted && <StatusMenu lead={lead} />}
      {!isConverted && (
        <ThumbBar>
          <Button variant="primary" asChild>
            <Link href={`/dashboard/leads/${lead.id}/invoice`}>
              <FilePlus2 aria-hidden="true" />
              Create invoice
            </Link>
          </Button>
        </ThumbBar>
      )}
      <EditLeadDialog lead={lead} open={isEditing} onOpenChange={setEditing} />
      <DeleteLeadDialog lead={lead} open={isDeleting} onOpenChange={setDeleting} />
    </>
  )
}

function StatusMenu({ lead }: { lead: LeadDetail }) {
  const { submit, pending } = useSubmit({
    run: (status: SettableLeadStatus) => updateLead(lead.id, { status }),
    done: ({ name, status }) => toast.success(`${name} is now ${wordsOf(status).toLowerCase()}`),
    failed: (error) => toast.error('The status was not changed', { description: error.message }),
  })
  const choose = (chosen: string) => {
    const status = settableLeadStatuses.find((candidate) => candidate === chosen)
    if (status && status !== lead.status) void submit(status)
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button pending={pending}>
          Change status
          <ChevronDown aria-hidden="true" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuRadioGroup value={lead.status} onValueChange={choose}>
          {settableLeadStatuses.map((status) => (
            <DropdownMenuRadioItem key={status} value={status}>
              {wordsOf(status)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
