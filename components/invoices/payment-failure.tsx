import { FailureNotice, problemAt } from '@/components/ui/failure-notice'

/** What to do after money could not be booked: whether trying again is safe, and what it would need. */
export function PaymentFailure({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <FailureNotice error={error} inFull shownAt={['/amountMinor', 'Idempotency-Key']}>
      {adviceFor(error)}
    </FailureNotice>
  )
}

function adviceFor(error: Error): string | null {
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
  if (problemAt(error, 'Idempotency-Key'))
    return 'An earlier try with other details did arrive. Close this window to see the invoice as it is now.'
  if (status === 409) return 'Somebody else was faster. Close this window to see the invoice as it is now.'
  if (status === 0) return 'It is safe to try again: the same payment is never booked twice.'
  return null
}

/** Marks the amount as refused. The sentence above the form says why; the pointer's own detail speaks of minor units. */
export function amountErrorOf(error: Error | null): string | undefined {
  return problemAt(error, '/amountMinor') && 'This amount was refused.'
}
