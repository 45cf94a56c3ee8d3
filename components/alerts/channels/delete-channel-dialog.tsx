'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { counted } from '@/components/ui/words'
import type { AlertChannel } from '@/lib/alerts/channels/contract'
import { channelsQuery, deleteChannel } from './queries'

interface DeleteChannelDialogProps {
  channel: AlertChannel
  kindTitle: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Names the channel, and what is lost with it. */
export function DeleteChannelDialog({ channel, kindTitle, open, onOpenChange }: DeleteChannelDialogProps) {
  const client = useQueryClient()
  async function remove() {
    await deleteChannel(channel.id)
    toast.success(`${channel.name} deleted`)
    await client.invalidateQueries({ queryKey: channelsQuery().queryKey })
  }
  const waiting = channel.pending > 0 ? ` What waits for it is cancelled: ${counted(channel.pending, 'message')}.` : ''
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Delete this channel?"
      target={`${channel.name} (${kindTitle})`}
      description={`Nobody is told through it any more, and its settings and secrets are removed for good.${waiting} To pause it, switch it off instead.`}
      confirmLabel="Delete channel"
      onConfirm={remove}
    />
  )
}
