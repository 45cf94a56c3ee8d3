'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { MaintenanceWindow } from '@/lib/alerts/silences/contract'
import { deleteWindow } from './queries'
import { windowWords } from './window-words'

interface DeleteWindowDialogProps {
  window: MaintenanceWindow
  open: boolean
  onClose: () => void
}

/** Names the maintenance it removes. */
export function DeleteWindowDialog({ window, open, onClose }: DeleteWindowDialogProps) {
  const client = useQueryClient()
  async function remove() {
    try {
      await deleteWindow(window.id)
      toast.success(`${window.name} removed`)
    } finally {
      await client.invalidateQueries()
    }
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Remove this maintenance?"
      target={`${window.name}: ${windowWords(window)}`}
      description="From now on its alerts are told at these times too. The audit trail keeps what was planned."
      confirmLabel="Remove maintenance"
      onConfirm={remove}
    />
  )
}
