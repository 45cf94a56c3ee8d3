import { classifyDbError, getPool, longWork } from '../../db'
import { env } from '../../env'
import { logger } from '../../logger'
import { pruneMinutes } from '../ledger/counts'
import { refillBlocks } from '../search/fill-blocks'
import { archiveOldMonths, dropOldMonths } from './archive'

/** The most urgent first: a trail without partitions ahead falls into the default one. */
const steps: Readonly<Record<string, () => Promise<unknown>>> = {
  partitions: () => longWork('SELECT daybook_ensure_partitions()'),
  minutes: () => pruneMinutes(getPool()),
  // What an erasure that was cut short leaves behind.
  blocks: () => refillBlocks(getPool()),
  archive: async () => tell('archived', await archiveOldMonths('retention')),
  drop: async () => {
    const { AUDIT_DROP_AFTER_DAYS } = env()
    if (AUDIT_DROP_AFTER_DAYS !== undefined) tell('dropped', await dropOldMonths(AUDIT_DROP_AFTER_DAYS, 'retention'))
  },
}

/**
 * What the trail needs once a day: partitions three months ahead, statistics and search without leftovers, old months to
 * the archive, and out of it when that is wished. A step that fails is logged and keeps no other from being done. Never
 * rejects; answers whether all was done. Begins no further step once `signal` fires.
 */
export async function keepTrail(signal?: AbortSignal): Promise<boolean> {
  let isWhole = true
  for (const [step, run] of Object.entries(steps)) {
    if (signal?.aborted) return false
    try {
      await run()
    } catch (error) {
      isWhole = false
      logger.error('AUDIT_HOUSEKEEPING_FAILED', { step, code: classifyDbError(error)?.logCode, error })
    }
  }
  return isWhole
}

function tell(what: 'archived' | 'dropped', months: readonly string[]): void {
  if (months.length > 0) logger.info('AUDIT_RETENTION', { [what]: months })
}
