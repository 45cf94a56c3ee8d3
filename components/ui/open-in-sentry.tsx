import { ExternalLink } from 'lucide-react'
import { cn } from './cn'

/** Leads to the error with its stack and code, in a tab of its own: the reader comes back to where they were. */
export function OpenInSentry({ url, className }: { url: string; className?: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className={cn(
        'inline-flex items-center gap-1 text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent max-lg:min-h-11',
        className,
      )}
    >
      Open in Sentry
      <ExternalLink className="size-3.5 shrink-0" aria-hidden="true" />
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  )
}
