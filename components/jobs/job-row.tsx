import { History, Play } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import type { Job } from '@/lib/jobs/contract'
import { durationText, hasFailed, jobState } from './job-words'
import { RunStrip } from './run-strip'

interface JobRowProps {
  job: Job
  onRun: () => void
  onHistory: () => void
}

/** One job: what it does, how it is doing, when it runs, and the way to run it now. */
export function JobRow({ job, onRun, onHistory }: JobRowProps) {
  const { tone, word } = jobState(job)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 px-4 py-4 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0 max-w-2xl">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="font-medium font-mono text-fg text-sm">{job.name}</h3>
          <Badge tone={tone}>{word}</Badge>
        </div>
        <p className="mt-1 text-pretty text-fg">{job.description}</p>
      </div>
      {hasFailed(job) && job.lastRun?.error && (
        <Callout tone="error" className="py-2 sm:col-span-2">
          <span className="wrap-anywhere">{job.lastRun.error}</span>
        </Callout>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 sm:col-span-2">
        <JobTimes job={job} />
        <RunStrip history={job.history} />
      </div>
      <div className="flex flex-wrap items-start gap-2 sm:col-start-2 sm:row-start-1">
        <Button size="sm" onClick={onHistory} aria-label={`History of ${job.name}`} className="max-lg:h-11">
          <History aria-hidden="true" />
          History
        </Button>
        <Button
          size="sm"
          onClick={onRun}
          pending={job.isRunning}
          aria-label={`Run now: ${job.name}`}
          className="max-lg:h-11"
        >
          <Play aria-hidden="true" />
          Run now
        </Button>
      </div>
    </li>
  )
}

function JobTimes({ job: { scheduleText, lastRun, nextDueAt } }: { job: Job }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-fg-muted text-sm">
      <span className="first-letter:uppercase">{scheduleText}</span>
      <span>
        Last: {lastRun ? <Time iso={lastRun.startedAt} /> : 'never'}
        {lastRun?.durationMs != null && `, took ${durationText(lastRun.durationMs)}`}
      </span>
      {nextDueAt && (
        <span>
          Next: <Time iso={nextDueAt} format="datetime" />
        </span>
      )}
    </p>
  )
}
