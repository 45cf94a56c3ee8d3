import { Verdict } from '@/components/ui/verdict'
import { counted } from '@/components/ui/words'
import type { Job } from '@/lib/jobs/contract'
import { hasFailed } from './job-words'

/** Whether to worry, in one sentence. */
export function JobsVerdict({ jobs }: { jobs: readonly Job[] }) {
  const failed = jobs.filter(hasFailed)
  const late = jobs.filter((job) => job.isOverdue && !hasFailed(job))
  const names = (some: readonly Job[]) => some.map(({ name }) => name).join(', ')
  if (failed.length > 0)
    return (
      <Verdict
        tone="error"
        title={`${counted(failed.length, 'job')} failed the last time`}
        pending="Looking at the jobs"
      >
        <p className="text-fg">{names(failed)}. The reason stands below; run the job again when it is gone.</p>
      </Verdict>
    )
  if (late.length > 0)
    return (
      <Verdict
        tone="warning"
        title={`${counted(late.length, 'job')} should have begun by now`}
        pending="Looking at the jobs"
      >
        <p className="text-fg">{names(late)}. Is a process at work that does background work?</p>
      </Verdict>
    )
  if (jobs.every(({ lastRun }) => lastRun === null))
    return (
      <Verdict tone="info" title="No job has been due yet" pending="Looking at the jobs">
        <p className="text-fg">{counted(jobs.length, 'job')}. When each runs stands below; you can run one now.</p>
      </Verdict>
    )
  return (
    <Verdict tone="success" title="All background work is on time" pending="Looking at the jobs">
      <p className="text-fg">{counted(jobs.length, 'job')}, each run by one process at a time.</p>
    </Verdict>
  )
}
