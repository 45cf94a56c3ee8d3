import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { counted } from '@/components/ui/words'
import type { AuditVerification } from '@/lib/audit/contract'
import { findingWord } from './finding-words'

type Finding = AuditVerification['findings'][number]

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

/** What is wrong with the trail and where, as exactly as it can be told. */
export function FindingList({ verification }: { verification: AuditVerification }) {
  const { findings, findingCount } = verification
  return (
    <Panel
      flush
      title="What was found"
      description="Keep the database as it is, and a copy of it, before anything is repaired."
      footer={
        findingCount > findings.length && (
          <>
            The first {findings.length} of {counted(findingCount, 'finding')};{' '}
            <code className="font-mono">npx daybook verify</code> lists more.
          </>
        )
      }
    >
      <ol aria-label="Findings" className="divide-y divide-line">
        {findings.map((finding, index) => (
          <FindingRow key={index} finding={finding} />
        ))}
      </ol>
    </Panel>
  )
}

function FindingRow({ finding: { kind, seq, id, time, detail } }: { finding: Finding }) {
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Badge tone="critical">{findingWord(kind)}</Badge>
        {seq !== null && <span className="text-fg-muted text-sm tabular-nums">No. {seq}</span>}
        {time && <Time iso={time} format="datetime" className="text-fg-muted text-sm" />}
      </div>
      <p className="text-pretty break-words text-fg">{detail}</p>
      {id && <EventId id={id} isThere={kind !== 'event-missing'} />}
    </li>
  )
}

/** The id of a removed event leads nowhere, and is still what an old export is searched for. */
function EventId({ id, isThere }: { id: string; isThere: boolean }): ReactNode {
  return (
    <p className="flex items-center gap-1 text-sm">
      {isThere ? (
        <Link href={`/dashboard/activity/${id}`} className={`break-all font-mono text-xs ${linkClasses}`}>
          {id}
        </Link>
      ) : (
        <code className="break-all font-mono text-fg-muted text-xs">{id}</code>
      )}
      <CopyButton text={id} label="Copy event id" />
    </p>
  )
}
