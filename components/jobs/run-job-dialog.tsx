'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { Job } from '@/lib/jobs/contract'
import { runJob } from './queries'

/** Asks before a job is run beside its schedule; that it was, and by whom, stands in the trail. */
export function RunJobDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const client = useQueryClient()
  async function run() {
    try {
      await runJob(job.name)
      toast.success(`${job.name} was started`)
    } finally {
      // A refusal means that it runs already: what is shown is old either way.
      await client.invalidateQueries({ queryKey: ['jobs'] })
    }
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      variant="primary"
      title="Run this job now?"
      target={<span className="font-mono text-sm">{job.name}</span>}
      description={`${job.description} Its schedule, ${job.scheduleText}, stays as it is.`}
      confirmLabel="Run now"
      onConfirm={run}
    />
  )
}
