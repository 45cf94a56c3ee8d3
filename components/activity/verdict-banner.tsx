'use client'

import { CircleAlert, CircleCheck, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { type Tone, toneBox } from '@/components/ui/tone'
import { useNow } from '@/components/ui/use-now'
import type { Finding } from './verdict'
import { descriptionOf, sentenceOf } from './words'

const icons: Record<Tone, LucideIcon> = {
  neutral: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  error: CircleAlert,
  critical: OctagonAlert,
}

export interface VerdictBannerProps {
  /** Gravest first; empty while nothing is known. */
  findings: readonly Finding[]
  onOpen: (id: string) => void
}

/** Whether to worry, in one sentence and one colour, before anything else on the page. */
export function VerdictBanner({ findings, onOpen }: VerdictBannerProps) {
  const [main, ...others] = findings
  const Icon = icons[main?.tone ?? 'neutral']
  return (
    <section
      aria-label="Verdict"
      data-testid="verdict"
      data-tone={main?.tone ?? 'pending'}
      className={cn(
        'mb-4 flex min-h-[5.25rem] items-start gap-3.5 rounded-lg border px-4 py-4 sm:gap-4 sm:px-5',
        main ? toneBox[main.tone] : 'border-line bg-surface',
      )}
    >
      {main ? (
        <Icon className="mt-0.5 size-6 shrink-0" strokeWidth={2} aria-hidden="true" />
      ) : (
        <Skeleton className="size-6 rounded-full" />
      )}
      <div className="min-w-0 flex-1">
        <p
          role="status"
          className="text-balance font-semibold text-[1.1875rem] leading-7 tracking-[-0.012em] sm:text-xl"
        >
          {main ? main.text : <Skeleton className="mt-1.5 h-5 w-3/4 max-w-xl" />}
          {!main && <span className="sr-only">Looking at the last 24 hours</span>}
        </p>
        {main?.detail && <p className="mt-0.5 text-pretty text-fg">{main.detail}</p>}
        {main?.isSignedOut && (
          <Button asChild className="mt-2.5">
            <Link href="/sign-in?next=/dashboard/activity">Sign in again</Link>
          </Button>
        )}
        {main && <Newest finding={main} onOpen={onOpen} />}
        {!main && <Skeleton className="mt-2.5 h-3.5 w-2/5" />}
        {others.length > 0 && (
          <ul className="mt-2 grid gap-1 border-current/20 border-t pt-2">
            {others.map((finding) => (
              <Other key={finding.text} finding={finding} onOpen={onOpen} />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function Other({ finding, onOpen }: { finding: Finding; onOpen: (id: string) => void }) {
  const Icon = icons[finding.tone]
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
