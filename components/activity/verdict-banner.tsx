'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { toneIcon } from '@/components/ui/tone-icon'
import { useNow } from '@/components/ui/use-now'
import { Verdict } from '@/components/ui/verdict'
import type { Finding } from './verdict'
import { descriptionOf, sentenceOf } from './words'

export interface VerdictBannerProps {
  /** Gravest first; empty while nothing is known. */
  findings: readonly Finding[]
  onOpen: (id: string) => void
}

/** Whether anything has gone wrong, the gravest first. */
export function VerdictBanner({ findings, onOpen }: VerdictBannerProps) {
  const [main, ...others] = findings
  return (
    <Verdict tone={main?.tone} title={main?.text} pending="Looking at the last 24 hours" className="mb-4">
      {main?.detail && <p className="mt-0.5 text-pretty text-fg">{main.detail}</p>}
      {main?.isSignedOut && (
        <Button asChild className="mt-2.5">
          <Link href="/sign-in?next=/dashboard/activity">Sign in again</Link>
        </Button>
      )}
      {main && <Newest finding={main} onOpen={onOpen} />}
      {others.length > 0 && (
        <ul className="mt-2 grid gap-1 border-current/20 border-t pt-2">
          {others.map((finding) => (
            <Other key={finding.text} finding={finding} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </Verdict>
  )
}

function Other({ finding, onOpen }: { finding: Finding; onOpen: (id: string) => void }) {
  const Icon = toneIcon[finding.tone]
  return (
    <li className="flex items-start gap-2">
      <Icon className="mt-[3px] size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0">
        <p className="font-medium">{finding.text}</p>
        <Newest finding={finding} onOpen={onOpen} />
      </div>
    </li>
  )
}

/** On the server the age is left blank: an absolute time is longer, and the lines below would move when it goes. */
function Age({ iso }: { iso: string }) {
  const now = useNow(60_000)
  if (now === null) return <span className="inline-block w-[9ch]" />
  return <Time iso={iso} className="font-medium" />
}

/** The newest event of the kind, one press from its details. */
function Newest({ finding, onOpen }: { finding: Finding; onOpen: (id: string) => void }) {
  const { newest } = finding
  if (!newest) return null
  return (
    <button
      type="button"
      onClick={() => onOpen(newest.id)}
      className="mt-0.5 block w-full rounded-sm text-start text-fg max-lg:min-h-6"
    >
      The newest <Age iso={newest.occurredAt} />:{' '}
      <span className="break-words underline decoration-current/40 underline-offset-4">
        {descriptionOf(newest) ?? sentenceOf(newest)}
      </span>
      {newest.source === 'sample' && ' (sample data)'}
    </button>
  )
}
