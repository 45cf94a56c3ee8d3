import { longWork } from '../../db'
import { logger } from '../../logger'

type Month = { name: string }

/**
 * Moves every month that is older than a year from the trail to the archive, each with an event of its own. Answers
 * their names. A month whose table is in use at this moment stays for the next time, as does one with events that
 * wait for the sealer.
 */
export async function archiveOldMonths(actor: string): Promise<string[]> {
  const months = await longWork<Month>(`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
      LATERAL daybook_month_bounds('AuditLog', c.relname) AS b
    WHERE i.inhparent = '"AuditLog"'::regclass AND b.to_id <= daybook_uuidv7_floor(now() - interval '1 year')
    ORDER BY c.relname`)
  return eachMonth(months, 'AUDIT_ARCHIVE_WAITS', async (name) => {
    await longWork('SELECT daybook_archive_prepare($1)', [name])
    await longWork('SELECT daybook_archive_validate($1)', [name])
    await longWork('SELECT daybook_archive_move($1, $2)', [name, actor])
  })
}

/**
 * Removes for good every archived month that is older than so many days (1826 at least) and under no legal hold,
 * each with an event of its own. Answers their names.
 */
export async function dropOldMonths(afterDays: number, actor: string): Promise<string[]> {
  const months = await longWork<Month>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
      LATERAL daybook_month_bounds('audit_log_archive', c.relname) AS b
    WHERE i.inhparent = '"audit_log_archive"'::regclass
      AND b.to_id <= daybook_uuidv7_floor(now() - make_interval(days => $1)) ORDER BY c.relname`,
    [afterDays],
  )
  return eachMonth(months, 'AUDIT_DROP_WAITS', async (name) => {
    await longWork('SELECT daybook_drop_archived($1, $2, $3)', [name, afterDays, actor])
  })
}

async function eachMonth(
  months: readonly Month[],
  logCode: string,
  act: (name: string) => Promise<void>,
): Promise<string[]> {
  const done: string[] = []
  for (const { name } of months) {
    try {
      await act(name)
      done.push(name)
    } catch (error) {
      if (!mayPass(error)) throw error
      logger.warn(logCode, { month: name, error })
    }
  }
  return done
}

/** 55P03: a lock was not to be had; 55000: the database says why not now (a hold, events that wait). */
const mayPass = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '55000')
