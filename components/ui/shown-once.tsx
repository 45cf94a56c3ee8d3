import type { ReactNode } from 'react'
import { Button } from './button'
import { Callout } from './callout'
import { CodeBlock } from './code-block'
import { DialogClose, DialogContent } from './dialog'

export interface ShownOnceProps {
  title: string
  /** What the secret is, over it: "Key". */
  label: string
  secret: string
  /** What it means that it is not shown again. */
  warning: string
  /** What to do with it. */
  children: ReactNode
}

/** The end of a dialog that made a secret: the only place where it is ever shown. */
export function ShownOnce({ title, label, secret, warning, children }: ShownOnceProps) {
  return (
    <DialogContent
      title={title}
      footer={
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Callout tone="warning" title="It is shown this once.">
          {warning}
        </Callout>
        <CodeBlock label={label} code={secret} wrap />
        {children}
      </div>
    </DialogContent>
  )
}
