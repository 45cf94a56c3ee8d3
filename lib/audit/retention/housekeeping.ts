import { getPool } from '../../db'
import { env } from '../../env'
import { archiveOldMonths, dropOldMonths } from './archive'

/** What the trail needs once a day: partitions three months ahead, old months to the archive, and out of it when that is wished. */
export async function keepPartitions(): Promise<{ archived: string[]; dropped: string[] }> {
  await getPool().query('SELECT daybook_ensure_partitions()')
  const { AUDIT_DROP_AFTER_DAYS } = env()
  const archived = await archiveOldMonths('retention')
  const dropped = AUDIT_DROP_AFTER_DAYS === undefined ? [] : await dropOldMonths(AUDIT_DROP_AFTER_DAYS, 'retention')
  return { archived, dropped }
}
