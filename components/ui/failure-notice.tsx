import { Callout } from './callout'
import { RequestId } from './error-state'

interface Problem {
  detail: string
  pointer: string
}

export interface FailureNoticeProps {
  /** What a call threw; nothing is shown without it. */
  error: Error | null
  /** Pointers whose sentences stand at their fields already. */
  shownAt?: readonly string[]
  /** Says the server's sentence and the id even when every problem stands at a field. */
  inFull?: boolean
  /** Said after the failure: what to do now. */
  children?: React.ReactNode
  className?: string
}

/** A failed submit in a form or dialog: the sentence, what no field could show, and the id for support. */
export function FailureNotice({ error, shownAt = [], inFull, children, className }: FailureNoticeProps) {
  if (!error) return null
  const problems = problemsOf(error)
  const elsewhere = problems.filter(({ pointer }) => !shownAt.includes(pointer))
  const requestId = 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined
  const onlyFields = !inFull && problems.length > 0 && elsewhere.length === 0
  return (
    <Callout tone="error" role="alert" {...(className && { className })}>
      <p>{onlyFields ? 'Please look at the marked fields.' : error.message}</p>
      {elsewhere.map(({ detail, pointer }) => (
        <p key={pointer} className="text-sm">
          {detail}
        </p>
      ))}
      {children && <p className="mt-1 text-fg-muted text-sm">{children}</p>}
      {requestId && !onlyFields && <RequestId id={requestId} className="-mb-2 mt-0.5" />}
    </Callout>
  )
}

function problemsOf(error: Error): readonly Problem[] {
  return 'problems' in error && Array.isArray(error.problems) ? error.problems : []
}

/** The sentence for one field of a refused form. */
export function problemAt(error: Error | null, pointer: string): string | undefined {
  return error ? problemsOf(error).find((problem) => problem.pointer === pointer)?.detail : undefined
}
