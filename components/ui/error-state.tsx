import { RotateCw } from 'lucide-react'
import { Button } from './button'
import { cn } from './cn'
import { CopyButton } from './copy-button'

export interface ErrorStateProps {
  title?: string
  /** A sentence for people. */
  message: string
  requestId?: string | undefined
  onRetry?: () => void
  retrying?: boolean
  className?: string
}

/** Says what failed, with a way to try again and the id that support asks for. */
export function ErrorState(props: ErrorStateProps) {
  const { title = 'This could not be loaded', message, requestId, onRetry, retrying, className } = props
  return (
    <div role="alert" className={cn('flex flex-col items-center px-6 py-12 text-center', className)}>
      <p className="font-medium text-fg text-lg">{title}</p>
      <p className="mt-1 max-w-md text-pretty text-fg-muted">{message}</p>
      {onRetry && (
        <Button className="mt-5" onClick={onRetry} pending={retrying ?? false}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      )}
      {requestId && <RequestId id={requestId} className="mt-4" />}
    </div>
  )
}

/** The id under which the server logged a request, ready to be copied. */
export function RequestId({ id, label = 'Request', className }: { id: string; label?: string; className?: string }) {
  return (
    <p className={cn('flex max-w-full items-center gap-1 text-fg-muted text-xs', className)}>
      <span className="shrink-0">{label}</span>
      <code className="truncate font-mono">{id}</code>
      <CopyButton text={id} label={`Copy ${label.toLowerCase()} id`} />
    </p>
  )
}
