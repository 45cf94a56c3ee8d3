'use client'

import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { FailureNotice } from '@/components/ui/failure-notice'
import type { AuditEvent } from '@/lib/audit/contract'
import { EventSection } from './event-section'
import { fileNameOf, requestFile, saveFile } from './file-download'

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

/** What proves that the event stands as it was written: its place in the sealed order, and a proof to take away. */
export function EventEvidence({ event: { id, seq } }: { event: AuditEvent }) {
  const proof = useMutation({
    mutationFn: async () => {
      const response = await requestFile(`/api/audit-logs/${id}/proof`)
      saveFile(await response.blob(), fileNameOf(response, `${id}.tlog-proof`))
    },
  })
  const isTooNew = proof.error !== null && 'status' in proof.error && proof.error.status === 409
  return (
    <EventSection title="Evidence">
      <p className="text-fg">{seq === null ? 'Not sealed yet: it takes a second or two.' : `Sealed as no. ${seq}`}</p>
      <p className="text-pretty text-fg-muted text-sm">
        Part of{' '}
        <Link href="/dashboard/evidence" className={linkClasses}>
          the evidence of the whole trail
        </Link>
        .
      </p>
      {seq !== null && (
        <Button size="sm" pending={proof.isPending} onClick={() => proof.mutate()} className="mt-3">
          <Download aria-hidden="true" />
          Prove this event
        </Button>
      )}
      {isTooNew ? (
        <Callout tone="info" role="status" className="mt-3">
          Provable in a minute: the next checkpoint, which covers it, has to be signed first.
        </Callout>
      ) : (
        <FailureNotice error={proof.error} className="mt-3" />
      )}
      {proof.isSuccess && (
        <p role="status" className="mt-2 text-pretty text-fg-muted text-sm">
          Saved. With the verifier key and without Daybook, the file proves that this event was sealed as no. {seq}.
          What it says is a hash: give it away together with the event’s line of an NDJSON export.
        </p>
      )}
    </EventSection>
  )
}
