import { minuteMs, secondMs } from '../clock'
import type { JobDefinition } from './contract'
import { nextSlot } from './schedule'

/** A job with everything decided. */
export type DefinedJob = Required<JobDefinition>

/** Fills in what a definition leaves open. Throws when its name or schedule is none, so that a wrong one never starts. */
export function defineJob(definition: JobDefinition): DefinedJob {
  if (!/^[a-z]+\.[a-z-]+$/.test(definition.name)) throw new Error(`${definition.name} is no name of a job: noun.verb`)
  nextSlot(definition.schedule, new Date())
  return {
    retries: 2,
    retryDelaySeconds: 60,
    timeLimitSeconds: (15 * minuteMs) / secondMs,
    isCritical: true,
    ...definition,
  }
}
