'use client'

import { AlertDialog as Radix } from 'radix-ui'
import { type ReactNode, useId, useState } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { dialogFooterClasses, modalClasses, overlayClasses } from './dialog'
import { Input } from './input'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question: "Delete this lead?" */
  title: string
  /** What is destroyed, by its name: "Ada Lovelace, ada@example.com". */
  target: ReactNode
  /** What follows, and whether it can be undone. */
  description: ReactNode
  /** The verb, "Delete lead"; never "OK". */
  confirmLabel: string
  /** The button that changes nothing; another word where "Cancel" is the deed itself. */
  dismissLabel?: string
  /** Stays open with a pending button until it resolves; a rejection is shown as a sentence and nothing closes. */
  onConfirm: () => unknown
  /** Must be typed first, for what cannot be undone. */
  typeToConfirm?: string
  /** `primary` for what is weighty without destroying anything. */
  variant?: 'danger' | 'primary'
}

/** Asks before something is destroyed, and names it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content className={cn(modalClasses, 'sm:max-w-md')}>
          <ConfirmBody {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function ConfirmBody(props: ConfirmDialogProps) {
  const { title, target, description, confirmLabel, dismissLabel = 'Cancel', typeToConfirm, variant = 'danger' } = props
  const inputId = useId()
  const [typed, setTyped] = useState('')
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  async function confirm() {
    setPending(true)
    setFailure(null)
    try {
      await props.onConfirm()
      props.onOpenChange(false)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'That did not work. Nothing was changed.')
    } finally {
      setPending(false)
    }
  }

  return (
    <>
      <div className="grid min-h-0 gap-3 overflow-y-auto p-5">
        <Radix.Title className="font-semibold text-fg text-lg">{title}</Radix.Title>
        <div className="break-words rounded-md border border-line bg-sunken px-3 py-2 font-medium">{target}</div>
        <Radix.Description className="text-fg-muted">{description}</Radix.Description>
        {typeToConfirm && (
          <label className="grid gap-1.5 text-sm" htmlFor={inputId}>
            <span>
              Type <span className="font-medium font-mono">{typeToConfirm}</span> to confirm
            </span>
            <Input id={inputId} value={typed} onChange={(e) => setTyped(e.target.value)} autoComplete="off" />
          </label>
        )}
        {failure && (
          <p role="alert" className="text-error-fg">
            {failure}
          </p>
        )}
      </div>
      <footer className={dialogFooterClasses}>
        <Radix.Cancel asChild>
          <Button>{dismissLabel}</Button>
        </Radix.Cancel>
        <Button
          variant={variant}
          pending={pending}
          disabled={typeToConfirm !== undefined && typed !== typeToConfirm}
          onClick={confirm}
        >
          {confirmLabel}
        </Button>
      </footer>
    </>
  )
}
