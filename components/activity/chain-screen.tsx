'use client'

import { useQuery } from '@tanstack/react-query'
import { Link2Off } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { counted } from '@/components/ui/words'
import type { Chain } from '@/lib/traces/contract'
import { ChainRow } from './chain-row'
import { EventRow } from './event-row'
import { BackToActivity } from './event-screen'
import { EventSheet, useOpenEvent } from './event-sheet'
import { EventListSkeleton } from './event-skeleton'
import { chainQuery } from './queries'

/** Everything that one request or job led to, in order: what was done, what broke, who was told. */
export function ChainScreen({ id }: { id: string }) {
  const query = useQuery(chainQuery(id))
  const { openId, open, close } = useOpenEvent()
  return (
    <>
      <PageHeader
        eyebrow={<BackToActivity />}
        title="What belongs together"
        meta={
          <>
            {query.data && <span className="text-fg-muted">{summaryOf(query.data)}</span>}
            <span className="inline-flex min-w-0 items-center gap-1">
              <code className="break-all font-mono text-fg-muted text-xs">{id}</code>
              <CopyButton text={id} label="Copy correlation id" />
            </span>
          </>
        }
      />
      <div className="max-w-4xl rounded-lg border border-line bg-surface shadow-panel">
        <QueryView
          query={query}
          noun="what belongs together"
          skeleton={<EventListSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={{
            icon: Link2Off,
            title: 'Nothing has this correlation id',
            description: 'It may be incomplete, or it is from a request that changed nothing and failed nowhere.',
            action: (
              <Button variant="primary" asChild>
                <Link href="/dashboard/activity">Go to the activity</Link>
              </Button>
            ),
          }}
        >
          {(chain) => <ChainList chain={chain} onOpen={open} />}
        </QueryView>
      </div>
      <EventSheet openId={openId} onClose={close} />
    </>
  )
}

/** The line runs behind the icons: from the row's padding (1rem) to the middle of an icon (2rem wide). */
const lineClasses =
  'relative before:absolute before:inset-y-0 before:start-8 before:w-px before:-translate-x-1/2 before:bg-line-strong'

function ChainList({ chain: { items, isCut }, onOpen }: { chain: Chain; onOpen: (id: string) => void }) {
  return (
    <>
      {isCut && (
        <Callout tone="info" className="m-2 py-2">
          There is more than a page can show: these are the newest 200 of each kind.
        </Callout>
      )}
      <h2 className="sr-only">In order of time</h2>
      <ol data-testid="chain" className={lineClasses}>
        {items.map((item) => (
          <li key={`${item.kind}-${item.id}`}>
            {item.kind === 'event' ? <EventRow event={item.event} onOpen={onOpen} isOld /> : <ChainRow item={item} />}
          </li>
        ))}
      </ol>
    </>
  )
}

const nouns = { event: 'event', alert: 'alert', delivery: 'message', job: 'run of a job' } as const

/** "4 events, 1 alert and 2 messages". */
function summaryOf({ items }: Chain): string {
  const parts = Object.entries(nouns).flatMap(([kind, noun]) => {
    const count = items.filter((item) => item.kind === kind).length
    if (count === 0) return []
    return [kind === 'job' && count > 1 ? `${count} runs of jobs` : counted(count, noun)]
  })
  return new Intl.ListFormat('en').format(parts)
}
