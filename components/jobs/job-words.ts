import type { Tone } from '@/components/ui/tone'
import type { Job, JobRun, JobRunStatus } from '@/lib/jobs/contract'

type State = { tone: Tone; word: string }

export const runStates: Record<JobRunStatus, State> = {
  RUNNING: { tone: 'info', word: 'Running' },
  COMPLETED: { tone: 'success', word: 'Done' },
  FAILED: { tone: 'error', word: 'Failed' },
  ABANDONED: { tone: 'warning', word: 'Interrupted' },
}

/** How a job is doing, in one word. */
export function jobState(job: Job): State {
  const { lastRun } = job
  if (job.isRunning) return runStates.RUNNING
  if (hasFailed(job)) return runStates.FAILED
  if (job.isOverdue) return { tone: 'warning', word: 'Late' }
  if (!lastRun) return { tone: 'neutral', word: 'Not run yet' }
  if (lastRun.status === 'COMPLETED') return { tone: 'success', word: 'Done' }
  return { tone: 'warning', word: 'Will be tried again' }
}

/** Whether the last order came to its end without success. */
export const hasFailed = ({ lastRun }: Job): boolean => Boolean(lastRun?.isLast && lastRun.status !== 'COMPLETED')

/** "340 ms", "12 s", "4 min". */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 90_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`
  return `${Math.round(ms / 60_000)} min`
}

/** Why a run began. */
export function triggerText({ trigger, byName, attempt }: JobRun): string {
  if (trigger === 'retry') return `attempt ${attempt}`
  return trigger === 'person' ? `started by ${byName ?? 'somebody'}` : 'on schedule'
}
