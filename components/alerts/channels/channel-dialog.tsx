'use client'

import { useId, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { useSubmit } from '@/components/ui/use-submit'
import type { AlertChannel, AlertChannelSaved, ChannelType } from '@/lib/alerts/channels/contract'
import { ChannelForm } from './channel-form'
import { type ChannelValues, inputOf, patchOf } from './form-values'
import { GeneratedSecrets } from './generated-secrets'
import { KindPicker } from './kind-picker'
import { createChannel, updateChannel } from './queries'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Adds a channel: which kind, then its settings, then what was made for it. */
export function AddChannelDialog({ open, onOpenChange, types }: DialogProps & { types: readonly ChannelType[] }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <AddChannel types={types} close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function AddChannel({ types, close }: { types: readonly ChannelType[]; close: () => void }) {
  const [kind, setKind] = useState<ChannelType | null>(null)
  if (kind) return <ChannelSettings kind={kind} close={close} back={() => setKind(null)} />
  return (
    <DialogContent title="Add a channel" description="Where alerts are to arrive." size="lg">
      <KindPicker types={types} onPick={setKind} />
    </DialogContent>
  )
}

/** Changes a channel. */
export function EditChannelDialog(props: DialogProps & { kind: ChannelType; channel: AlertChannel }) {
  const { open, onOpenChange, kind, channel } = props
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <ChannelSettings kind={kind} channel={channel} close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

interface ChannelSettingsProps {
  kind: ChannelType
  channel?: AlertChannel
  close: () => void
  back?: () => void
}

function ChannelSettings({ kind, channel, close, back }: ChannelSettingsProps) {
  const formId = useId()
  const [saved, setSaved] = useState<AlertChannelSaved | null>(null)
  const { submit, pending, error } = useSubmit({
    run: (values: ChannelValues) =>
      channel ? updateChannel(channel.id, patchOf(kind, values)) : createChannel(inputOf(kind, values)),
    done: (made) => {
      if (Object.keys(made.generated).length > 0) return setSaved(made)
      toast.success(`${made.name} saved`)
      close()
    },
  })
  if (saved) return <GeneratedSecrets kind={kind} saved={saved} />
  return (
    <DialogContent
      title={channel ? `Edit ${channel.name}` : `Add a channel: ${kind.title}`}
      footer={
        <>
          {back ? (
            <Button onClick={back}>Another kind</Button>
          ) : (
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
          )}
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            {channel ? 'Save channel' : 'Add channel'}
          </Button>
        </>
      }
    >
      <ChannelForm id={formId} kind={kind} {...(channel && { channel })} error={error} onSubmit={submit} />
    </DialogContent>
  )
}
