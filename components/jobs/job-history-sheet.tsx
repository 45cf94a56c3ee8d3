'use client'

import { History } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { ListEnd } from '@/components/ui/list-end'
import { usePagedQuery } from '@/components/ui/paged-query'
import { QueryView } from '@/components/ui/query-view'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { Time } from '@/components/ui/time'
import type { Job, JobRun } from '@/lib/jobs/contract'
import { durationText, runStates, triggerText } from './job-words'
import { jobRunsQuery } from './queries'

const views = [
  { value: 'all', label: 'All runs' },
  { value: 'FAILED', label: 'Failed' },
  { value: 'ABANDONED', label: 'Interrupted' },
] as const
type View = (typeof views)[number]['value']

/** Every attempt of a job, with what went wrong. */
export function JobHistorySheet({ job, onClose }: { job: Job; onClose: () => void }) {
  const [view, setView] = useState<View>('all')
  const { query, loadMore } = usePagedQuery(jobRunsQuery(job.name, view === 'all' ? null : view), () => {})
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent title={job.name} description={job.description}>
        <SegmentedControl aria-label="Which runs" segments={views} value={view} onValueChange={setView} />
        <div className="mt-3">
          <QueryView
            query={query}
            noun="the runs"
            empty={{
              icon: History,
              title: view === 'all' ? 'Not run yet' : `No run was ${view === 'FAILED' ? 'a failure' : 'interrupted'}`,
              description:
                view === 'all' ? `It runs ${job.scheduleText}, or when you run it now.` : 'Runs are kept for 90 days.',
            }}
          >
            {(runs) => (
              <>
                <ul aria-label="Runs" className="divide-y divide-line">
                  {runs.map((run) => (
                    <RunItem key={run.id} run={run} />
                  ))}
                </ul>
                <ListEnd
                  shown={runs.length}
                  nouns={['run', 'runs']}
                  hasMore={query.hasNextPage}
                  pending={query.isFetchingNextPage}
                  onMore={() => void loadMore()}
                />
              </>
            )}
          </QueryView>
        </div>
      </SheetContent>
    </Sheet>
  )
}

function RunItem({ run }: { run: JobRun }) {
  const { tone, word } = runStates[run.status]
  return (
    <li className="grid gap-1 py-3">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <Time iso={run.startedAt} format="datetime" className="text-fg text-sm" />
        <span className="text-fg-muted text-sm">
          {triggerText(run)}
          {run.durationMs !== null && `, took ${durationText(run.durationMs)}`}
        </span>
      </div>
      {run.error && <p className="wrap-anywhere text-fg text-sm">{run.error}</p>}
    </li>
  )
}
