'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Lead } from '@/lib/leads/contract'
import { deleteLead } from './queries'

interface DeleteLeadDialogProps {
  lead: Lead
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Names whom it removes, and goes back to the list. */
export function DeleteLeadDialog({ lead, open, onOpenChange }: DeleteLeadDialogProps) {
  const router = useRouter()
  const client = useQueryClient()
  async function remove() {
    await deleteLead(lead.id)
    toast.success(`${lead.name} deleted`)
    router.push('/dashboard/leads')
    // Only marked as old: asking for the deleted lead once more would show it as missing on the way out.
    await client.invalidateQueries({ refetchType: 'none' })
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Delete this lead?"
      target={`${lead.name}, ${lead.email}`}
      description="The contact details and notes are removed for good. The audit trail keeps that the lead existed and who deleted it."
      confirmLabel="Delete lead"
      onConfirm={remove}
    />
  )
}
