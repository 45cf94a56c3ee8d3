import type { Context } from '../../../context'
import { getPool, withTx } from '../../../db'
import { AppError } from '../../../errors'
import { untilSealed } from '../../ledger/sealer'
import { refillBlocks } from '../../search/fill-blocks'
import { getWriter } from '../../write/writer'
import { eraseEvents } from './erase-events'
import { eraseFromRecords } from './erase-from-records'
import { eraseFromSpool, type SpoolLeftovers } from './erase-from-spool'
import { findMentions, type Mention } from './find-mentions'
import { mentions, type Terms, termsOf } from './terms'

export type ErasureRequest = {
  /** Every way in which the person is written: address, full name, telephone number … */
  words: readonly string[]
  /** Why; stands in the event, which nothing erases: one that names the person is refused. */
  reason: string
  onProgress?: (erased: number) => void
}

export type Erasure = { events: number } & SpoolLeftovers

const batchSize = 200
const firstId = '00000000-0000-0000-0000-000000000000'
/** Events that come in meanwhile may name the person again. */
const maxRounds = 5

/**
 * Erases a person from the trail, the archive, the search, the records about it and the files of the spool: every group of fields in which one
 * of the words stands loses its values and its salt and keeps its commitment, so that verification still passes. Throws
 * INVALID_INPUT for words that name nobody and for a reason that names the person. Can be run again at any time, also
 * after it was interrupted.
 */
export async function eraseSubject(ctx: Context, request: ErasureRequest): Promise<Erasure> {
  const terms = termsOf(request.words)
  refuseNamingReason(request.reason, terms)
  await getWriter().adopt()
  const erased = new Set<string>()
  try {
    for (let round = 1; round <= maxRounds; round += 1) {
      await getWriter().flush()
      await untilSealed()
      const before = erased.size
      await eraseOnce(ctx, terms, request, erased)
      if (erased.size === before) break
    }
  } finally {
    // Also when it was cut short: what is erased already must not wait in the search for the daily round.
    await refillBlocks(getPool())
  }
  await withTx(ctx, (tx) => eraseFromRecords(tx, terms))
  return { events: erased.size, ...(await eraseFromSpool(terms)) }
}

/** Throws INVALID_INPUT for a reason in which one of the words stands: it would bring the person back into the trail. */
function refuseNamingReason(reason: string, terms: Terms): void {
  if (mentions(reason, terms))
    throw new AppError(
      'INVALID_INPUT',
      'The reason names the person, and it stays in the trail: say it without the name.',
    )
}

/** Goes through all events that are sealed once, a batch in a transaction. */
async function eraseOnce(
  ctx: Context,
  terms: Terms,
  { reason, onProgress }: ErasureRequest,
  erased: Set<string>,
): Promise<void> {
  for (let after = firstId; ; ) {
    // The others are found in the next round, when they are sealed: only then there is a leaf that keeps its proof.
    const found: Mention[] = await findMentions(terms, { after, limit: batchSize, isSealed: true })
    const last = found.at(-1)
    if (!last) return
    for (const id of await withTx(ctx, (tx) => eraseEvents(tx, ctx, found, reason))) erased.add(id)
    after = last.id
    onProgress?.(erased.size)
  }
}

/** How many events would be erased, those included that still wait for the sealer. Changes nothing. */
export async function countMentions(words: readonly string[]): Promise<number> {
  const terms = termsOf(words)
  let count = 0
  for (let after = firstId; ; ) {
    const found = await findMentions(terms, { after, limit: 10_000, isSealed: false })
    count += found.length
    const last = found.at(-1)
    if (!last) return count
    after = last.id
  }
}
