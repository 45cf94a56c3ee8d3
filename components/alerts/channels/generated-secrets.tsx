'use client'

import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { DialogClose, DialogContent } from '@/components/ui/dialog'
import type { AlertChannelSaved, ChannelType } from '@/lib/alerts/channels/contract'

/** The secrets that were made while saving, this once. */
export function GeneratedSecrets({ kind, saved }: { kind: ChannelType; saved: AlertChannelSaved }) {
  return (
    <DialogContent
      title={`${saved.name} is saved`}
      footer={
        <DialogClose asChild>
          <Button variant="primary">I have copied it</Button>
        </DialogClose>
      }
    >
      <div className="grid gap-4">
        <Callout tone="warning" role="status">
          Copy it now to where the messages arrive: Daybook does not show it again.
        </Callout>
        {kind.fields.map(({ name, title }) => {
          const secret = saved.generated[name]
          return secret && <CodeBlock key={name} code={secret} label={title} wrap />
        })}
      </div>
    </DialogContent>
  )
}
