'use client'

import { useQuery } from '@tanstack/react-query'
import { Timer } from 'lucide-react'
import { useState } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { Job } from '@/lib/jobs/contract'
import { JobHistorySheet } from './job-history-sheet'
import { JobRow } from './job-row'
import { JobsVerdict } from './jobs-verdict'
import { jobsQuery } from './queries'
import { RunJobDialog } from './run-job-dialog'

/** The work that Daybook does by itself, and whether it is done. */
export function JobsScreen() {
  const query = useQuery(jobsQuery())
  const [toRun, setToRun] = useState<Job | null>(null)
  const [shown, setShown] = useState<Job | null>(null)
  return (
    <>
      <PageHeader title="Jobs" description="Work that Daybook does by itself, and how it went." />
      <QueryView
        query={query}
        noun="the jobs"
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={({ items }) => items.length === 0}
        empty={{
          icon: Timer,
          title: 'No job has been set up yet',
          description:
            'The first process that does background work writes down what there is. If WORKER is off here, start one with “npx daybook worker”.',
        }}
      >
        {({ items }) => (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <JobsVerdict jobs={items} />
            <Panel flush title="All jobs" description="Times of schedules are UTC; other times are yours.">
              <ul aria-label="Jobs" className="divide-y divide-line">
                {items.map((job) => (
                  <JobRow key={job.name} job={job} onRun={() => setToRun(job)} onHistory={() => setShown(job)} />
                ))}
              </ul>
            </Panel>
          </div>
        )}
      </QueryView>
      {toRun && <RunJobDialog job={toRun} onClose={() => setToRun(null)} />}
      {shown && <JobHistorySheet job={shown} onClose={() => setShown(null)} />}
    </>
  )
}
