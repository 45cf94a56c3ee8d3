'use client'

import { useQuery } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import type { Silence } from '@/lib/alerts/silences/contract'
import { EndSilenceDialog } from './end-silence-dialog'
import { silencesQuery } from './queries'
import { scopeWords } from './window-words'

/** What is silenced now and what will be. `action` makes a new one. */
export function ActiveSilences({ action }: { action: ReactNode }) {
  const query = useQuery(silencesQuery())
  return (
    <Panel title="Silenced now" flush>
      <QueryView
        query={query}
        noun="the silences"
        skeleton={<SkeletonRows rows={2} />}
        empty={{
          icon: Bell,
          title: 'Nothing is silenced',
          description: 'Every alert is told. Silence some while you work on what causes them.',
          action,
        }}
      >
        {(silences) => (
          <ul aria-label="Silences" className="divide-y divide-line">
            {silences.map((silence) => (
              <SilenceRow key={silence.id} silence={silence} />
            ))}
          </ul>
        )}
      </QueryView>
    </Panel>
  )
}

function SilenceRow({ silence }: { silence: Silence }) {
  const [isEnding, setEnding] = useState(false)
  const { reason, isActive, startsAt, endsAt, createdByName } = silence
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="break-words font-medium text-fg">
          {reason} {!isActive && <Badge tone="info">To come</Badge>}
        </p>
        <p className="break-words text-fg-muted text-sm">
          {scopeWords(silence)}, {isActive ? 'until' : 'from'}{' '}
          <Time iso={isActive ? endsAt : startsAt} format="minute" />
          {!isActive && (
            <>
              {' to '}
              <Time iso={endsAt} format="minute" />
            </>
          )}
          , by {createdByName}
        </p>
      </div>
      <Button size="sm" onClick={() => setEnding(true)} aria-label={`End silence: ${reason}`}>
        End silence
      </Button>
      <EndSilenceDialog silence={silence} open={isEnding} onOpenChange={setEnding} />
    </li>
  )
}
