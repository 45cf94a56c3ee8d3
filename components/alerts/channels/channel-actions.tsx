'use client'

import { MoreHorizontal, Send } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { useSubmit } from '@/components/ui/use-submit'
import type { AlertChannel, ChannelType } from '@/lib/alerts/channels/contract'
import { EditChannelDialog } from './channel-dialog'
import { DeleteChannelDialog } from './delete-channel-dialog'
import { updateChannel } from './queries'

interface ChannelActionsProps {
  channel: AlertChannel
  kind: ChannelType | undefined
  onTest: () => void
  isTesting: boolean
}

/** What can be done with a channel. One that comes from the environment can only be tested here. */
export function ChannelActions({ channel, kind, onTest, isTesting }: ChannelActionsProps) {
  return (
    <div className="flex items-center gap-2">
      <Button size="sm" onClick={onTest} pending={isTesting}>
        <Send aria-hidden="true" />
        Send a test
      </Button>
      {channel.origin === 'people' && kind && <ChannelMenu channel={channel} kind={kind} />}
    </div>
  )
}

function ChannelMenu({ channel, kind }: { channel: AlertChannel; kind: ChannelType }) {
  const [isEditing, setEditing] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const { submit, pending } = useSubmit({
    run: (isEnabled: boolean) => updateChannel(channel.id, { isEnabled }),
    done: ({ name, isEnabled }) => toast.success(`${name} is switched ${isEnabled ? 'on' : 'off'}`),
    failed: (error) => toast.error('The channel was not changed', { description: error.message }),
  })
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon-sm" aria-label={`More for ${channel.name}`} pending={pending}>
            <MoreHorizontal aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setEditing(true)}>Edit</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void submit(!channel.isEnabled)}>
            {channel.isEnabled ? 'Switch off' : 'Switch on'}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger onSelect={() => setDeleting(true)}>
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <EditChannelDialog open={isEditing} onOpenChange={setEditing} channel={channel} kind={kind} />
      <DeleteChannelDialog open={isDeleting} onOpenChange={setDeleting} channel={channel} kindTitle={kind.title} />
    </>
  )
}
