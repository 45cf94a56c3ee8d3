import { ProgressBar } from '@/components/ui/progress-bar'
import { Time } from '@/components/ui/time'
import { Verdict } from '@/components/ui/verdict'
import { counted } from '@/components/ui/words'
import type { AuditEvidence, AuditVerification } from '@/lib/audit/contract'
import { answerOf, sealedSince } from './answer'

const number = new Intl.NumberFormat('en')

/** Whether anybody altered the trail, since when that is known, and how far the verification is that runs now. */
export function EvidenceVerdict({ evidence }: { evidence: AuditEvidence }) {
  const { running, last } = evidence
  const { tone, title, detail } = answerOf(evidence)
  return (
    <Verdict tone={tone} title={title} pending="Looking at the evidence">
      {detail && <p className="mt-0.5 text-pretty text-fg">{detail}</p>}
      {last && <LastVerification last={last} since={sealedSince(evidence)} />}
      {running && <Running verification={running} isAgain={last !== null} />}
    </Verdict>
  )
}

function LastVerification({ last, since }: { last: AuditVerification; since: number }) {
  const { passed, size, checkpoints } = last
  return (
    <p className="mt-0.5 text-pretty text-fg">
      {passed ? 'Verified' : `Found in ${counted(size, 'event')}`}{' '}
      <Time iso={last.finishedAt ?? last.startedAt} className="font-medium" /> by {last.startedBy}
      {passed && `, against ${counted(checkpoints, 'signed checkpoint')}`}.
      {since > 0 && ` ${counted(since, 'event')} ${since === 1 ? 'was' : 'were'} sealed since.`}
    </p>
  )
}

function Running({ verification, isAgain }: { verification: AuditVerification; isAgain: boolean }) {
  const { checked, size } = verification
  const progress = size > 0 ? `${number.format(checked)} of ${counted(size, 'event')}` : 'Reading the order of sealing'
  return (
    <ProgressBar
      label="Verification"
      value={checked}
      max={size}
      text={`${isAgain ? 'Verifying again: ' : ''}${progress}`}
      className="mt-3 max-w-xl"
    />
  )
}
