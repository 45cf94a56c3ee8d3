import { classifyDbError, getPool, longWork } from '../../db'
import { env } from '../../env'
import { logger } from '../../logger'
import { pruneMinutes } from '../ledger/counts'
import { refillBlocks } from '../search/fill-blocks'
import { archiveOldMonths, dropOldMonths } from './archive'

type Steps = Readonly<Record<string, () => Promise<unknown>>>

const rounds: Readonly<Record<'tidy' | 'archive', Steps>> = {
  /** The most urgent first: a trail without partitions ahead falls into the default one. */
  tidy: {
    partitions: () => longWork('SELECT daybook_ensure_partitions()').then(() => undefined),
    minutes: () => pruneMinutes(getPool()),
    // What an erasure that was cut short leaves behind.
    blocks: () => refillBlocks(getPool()),
  },
  archive: {
    archived: async () => tell('archived', await archiveOldMonths('retention')),
    dropped: async () => {
      const { AUDIT_DROP_AFTER_DAYS } = env()
      if (AUDIT_DROP_AFTER_DAYS === undefined) return undefined
      return tell('dropped', await dropOldMonths(AUDIT_DROP_AFTER_DAYS, 'retention'))
    },
  },
}

/**
 * What the trail needs once a day. `tidy`: partitions three months ahead, statistics and search without leftovers. `archive`: old
 * months to the archive, and out of it when that is wished. A step that fails keeps no other from being done; then it throws
 * for all that did. Begins no further step once `signal` fires. Answers what the steps came to.
 */
export async function keepTrail(round: 'tidy' | 'archive', signal?: AbortSignal): Promise<Record<string, unknown>> {
  const done: Record<string, unknown> = {}
  const failures: unknown[] = []
  for (const [step, run] of Object.entries(rounds[round])) {
    signal?.throwIfAborted()
    try {
      const result = await run()
      if (result !== undefined) done[step] = result
    } catch (error) {
      failures.push(error)
      logger.error('AUDIT_HOUSEKEEPING_FAILED', { step, code: classifyDbError(error)?.logCode, error })
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(messageOf).join('; '))
  return done
}

function tell(what: 'archived' | 'dropped', months: readonly string[]): readonly string[] {
  if (months.length > 0) logger.info('AUDIT_RETENTION', { [what]: months })
  return months
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
