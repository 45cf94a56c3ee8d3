import type { Prisma } from '../db'
import { JobRun } from './contract'

export type JobRunRow = Prisma.JobRunGetPayload<object>

/** A row as it is told. */
export function runView(row: JobRunRow): JobRun {
  return JobRun.parse({
    ...row,
    dueAt: row.dueAt.toISOString(),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  })
}
