import { getDb } from '../db'
import { AppError } from '../errors'
import { toPage } from '../paging'
import type { JobRunPage, JobRunQuery } from './contract'
import { runView } from './run-view'

/** The attempts of one job, newest first. Throws NOT_FOUND for a job that never was. */
export async function listJobRuns(name: string, { limit, cursor, status }: JobRunQuery): Promise<JobRunPage> {
  const db = getDb()
  if (!(await db.job.findUnique({ where: { name }, select: { name: true } })))
    throw new AppError('NOT_FOUND', 'There is no such job.')
  const rows = await db.jobRun.findMany({
    where: { job: name, ...(status && { status }), ...(cursor && { id: { lt: cursor } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const { items, nextCursor } = toPage(rows, limit)
  return { items: items.map(runView), nextCursor }
}
