'use client'

import { Callout } from '@/components/ui/callout'
import { RequestId } from '@/components/ui/error-state'
import type { ChannelTest } from '@/lib/alerts/channels/contract'

/** What came of a test, in words. */
export function TestOutcome({ outcome, failure }: { outcome: ChannelTest | null; failure: Error | null }) {
  if (failure)
    return (
      <Callout tone="error" role="alert" title="The test could not be sent">
        {failure.message}
      </Callout>
    )
  if (!outcome) return null
  const { isSent, durationMs, error, deliveryId } = outcome
  if (isSent)
    return (
      <Callout tone="success" role="status" title="The test was taken">
        {`${seconds(durationMs)}. Have a look whether it has arrived where you expect it.`}
      </Callout>
    )
  return (
    <Callout tone="error" role="alert" title="The test was not taken">
      <p className="break-words">{error}</p>
      <RequestId id={deliveryId} label="Delivery" className="-mb-2 mt-0.5" />
    </Callout>
  )
}

const seconds = (ms: number) => (ms < 100 ? 'At once' : `After ${(ms / 1_000).toFixed(1)} s`)
