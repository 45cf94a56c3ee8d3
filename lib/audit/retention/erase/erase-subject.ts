import type { Context } from '../../../context'
import { getPool, withTx } from '../../../db'
import { untilSealed } from '../../ledger/sealer'
import { refillBlocks } from '../../search/fill-blocks'
import { getWriter } from '../../write/writer'
import { eraseEvents } from './erase-events'
import { eraseFromSpool, type SpoolLeftovers } from './erase-from-spool'
import { findMentions, type Mention } from './find-mentions'
import { termsOf } from './terms'

export type ErasureRequest = {
  /** Every way in which the person is written: address, full name, telephone number … */
  words: readonly string[]
  /** Why; stands in the event. Must not name the person. */
  reason: string
  onProgress?: (erased: number) => void
}

export type Erasure = { events: number } & SpoolLeftovers

const batchSize = 200
const firstId = '00000000-0000-0000-0000-000000000000'
/** Events that come in meanwhile may name the person again. */
const maxRounds = 5

/**
 * Erases a person from the trail, the archive, the search and the files of the spool: every group of fields in which one
 * of the words stands loses its values and its salt and keeps its commitment, so that verification still passes. Throws
 * INVALID_INPUT for words that name nobody. Can be run again at any time, also after it was interrupted.
 */
export async function eraseSubject(ctx: Context, { words, reason, onProgress }: ErasureRequest): Promise<Erasure> {
  const terms = termsOf(words)
  await getWriter().adopt()
  const erased = new Set<string>()
  for (let round = 1; round <= maxRounds; round += 1) {
    await getWriter().flush()
    await untilSealed()
    const before = erased.size
    for (let after = firstId; ; ) {
      const mentions: Mention[] = await findMentions(terms, after, batchSize)
      const last = mentions.at(-1)
      if (!last) break
      await withTx(ctx, (tx) => eraseEvents(tx, ctx, mentions, reason))
      for (const { id } of mentions) erased.add(id)
      after = last.id
      onProgress?.(erased.size)
    }
    if (erased.size === before) break
  }
  await refillBlocks(getPool())
  return { events: erased.size, ...(await eraseFromSpool(terms)) }
}

/** How many events would be erased. Changes nothing. */
export async function countMentions(words: readonly string[]): Promise<number> {
  const terms = termsOf(words)
  let count = 0
  for (let after = firstId; ; ) {
    const mentions = await findMentions(terms, after, 10_000)
    count += mentions.length
    const last = mentions.at(-1)
    if (!last) return count
    after = last.id
  }
}
