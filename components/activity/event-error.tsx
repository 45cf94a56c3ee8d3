import { ChevronRight } from 'lucide-react'
import { CodeBlock } from '@/components/ui/code-block'
import { OpenInSentry } from '@/components/ui/open-in-sentry'
import { counted } from '@/components/ui/words'
import type { AuditEvent } from '@/lib/audit/contract'
import { EventSection } from './event-section'

/** What the program said when it failed, and where in its code; the stack opens with one press. */
export function EventError({ event }: { event: AuditEvent }) {
  const { errorMessage, errorStack, sentryUrl } = event
  if (errorMessage === null && errorStack === null && sentryUrl === null) return null
  return (
    <EventSection title="Error">
      {errorMessage !== null && (
        <p className="whitespace-pre-wrap break-words rounded-md border border-error-border bg-error-bg px-3 py-2 font-mono text-error-fg text-sm">
          {errorMessage}
        </p>
      )}
      {errorStack !== null && (
        <details className="group mt-2">
          <summary className="flex h-9 list-none items-center gap-1.5 rounded-md px-1 font-medium text-fg-muted text-sm hover:text-fg max-lg:h-11 [&::-webkit-details-marker]:hidden">
            <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden="true" />
            Stack trace
            <span className="font-normal text-fg-subtle">{counted(errorStack.split('\n').length, 'line')}</span>
          </summary>
          <CodeBlock label="Stack trace" code={errorStack} className="mt-1" />
        </details>
      )}
      {sentryUrl !== null && <OpenInSentry url={sentryUrl} className="mt-2" />}
    </EventSection>
  )
}
