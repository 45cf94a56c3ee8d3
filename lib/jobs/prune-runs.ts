import { dayMs } from '../clock'
import { getPool } from '../db'

const keptDays = 90

/** Removes attempts that began more than 90 days ago; answers how many. */
export async function pruneJobRuns(now: Date): Promise<number> {
  const { rowCount } = await getPool().query('DELETE FROM "JobRun" WHERE "startedAt" < $1 AND "status" <> $2', [
    new Date(now.getTime() - keptDays * dayMs),
    'RUNNING',
  ])
  return rowCount ?? 0
}
