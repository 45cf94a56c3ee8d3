'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Silence } from '@/lib/alerts/silences/contract'
import { endSilence } from './queries'
import { scopeWords } from './window-words'

interface EndSilenceDialogProps {
  silence: Silence
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Says what will be told again. */
export function EndSilenceDialog({ silence, open, onOpenChange }: EndSilenceDialogProps) {
  const client = useQueryClient()
  async function end() {
    try {
      await endSilence(silence.id)
      toast.success('The silence has ended')
    } finally {
      await client.invalidateQueries()
    }
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="End this silence?"
      target={`${scopeWords(silence)}: ${silence.reason}`}
      description="What it holds back and is still open will be told. The silence stays in the list of past ones."
      confirmLabel="End silence"
      dismissLabel="Keep it"
      variant="primary"
      onConfirm={end}
    />
  )
}
