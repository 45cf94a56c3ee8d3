'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { FailureNotice } from '@/components/ui/failure-notice'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { ThumbBar, thumbRoom } from '@/components/ui/thumb-bar'
import { useSubmit } from '@/components/ui/use-submit'
import type { AuditEvidence } from '@/lib/audit/contract'
import { AuditorPanel } from './auditor-panel'
import { CheckpointPanel } from './checkpoint-panel'
import { EvidenceNumbers } from './evidence-numbers'
import { EvidenceSkeleton } from './evidence-skeleton'
import { EvidenceVerdict } from './evidence-verdict'
import { FindingList } from './finding-list'
import { evidenceQuery, startVerification } from './queries'

/** Whether anybody altered the trail, and what proves that nobody did. */
export function EvidenceScreen() {
  const client = useQueryClient()
  const query = useQuery(evidenceQuery())
  const verification = useSubmit({
    run: startVerification,
    done: (evidence) => client.setQueryData(evidenceQuery().queryKey, evidence),
    // Somebody else was faster: the page shows theirs in a moment.
    failed: (error) => isConflict(error) && toast.info(error.message),
  })
  const failure = verification.error && !isConflict(verification.error) ? verification.error : null
  const hasEndedEarly = useEndedEarly(query.data)
  const isRunning = Boolean(query.data?.running)
  return (
    <div className={thumbRoom}>
      <PageHeader
        title="Evidence"
        description="Every event is sealed into a signed tree. Here you see whether anybody altered one, and what proves it."
        actions={
          <ThumbBar>
            <Button
              variant="primary"
              onClick={() => verification.submit(undefined)}
              pending={verification.pending || isRunning}
            >
              <ShieldCheck aria-hidden="true" />
              Verify now
            </Button>
          </ThumbBar>
        }
      />
      <QueryView query={query} noun="the evidence" skeleton={<EvidenceSkeleton />}>
        {(evidence) => (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <FailureNotice error={failure} />
            {hasEndedEarly && !failure && (
              <Callout tone="warning" role="status" title="The verification did not come to its end">
                The process that ran it has stopped, and what it found is not known. Please verify again.
              </Callout>
            )}
            <EvidenceVerdict evidence={evidence} />
            <Proofs evidence={evidence} />
          </div>
        )}
      </QueryView>
    </div>
  )
}

const isConflict = (error: Error) => 'status' in error && error.status === 409

function Proofs({ evidence }: { evidence: AuditEvidence }) {
  const { last, verifierKey } = evidence
  return (
    <>
      {last && last.findings.length > 0 && <FindingList verification={last} />}
      <EvidenceNumbers evidence={evidence} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-2">
        <CheckpointPanel evidence={evidence} />
        <AuditorPanel verifierKey={verifierKey} />
      </div>
    </>
  )
}

/** Whether a verification that was seen running is gone without an outcome. */
function useEndedEarly(evidence: AuditEvidence | undefined): boolean {
  const [seenId, setSeenId] = useState<string | null>(null)
  const runningId = evidence?.running?.id ?? null
  if (runningId !== null && runningId !== seenId) setSeenId(runningId)
  return seenId !== null && runningId === null && evidence?.last?.id !== seenId
}
