import { hourMs } from '../../../clock'
import { type Findings, timeOfId } from './finding'
import type { KnownCheckpoint } from './known-checkpoints'
import type { Sealed } from './read-sealed'

/** Far beyond the longest transaction (15 s) and what may wait for the sealer when a checkpoint is signed (half an hour). */
const toleranceMs = hourMs

/**
 * Whether events were recorded in the order of sealing, as exactly as checkpoints tell the time: what a checkpoint does not
 * cover cannot have been recorded long before it was signed. When an event happened is another matter: one that waited on
 * a disk is recorded late.
 */
export class RecordedOrder {
  /** By size; `earliest` is the first moment that an event beyond the size can have been recorded at. */
  readonly #bounds: { size: number; earliest: string }[] = []

  constructor(checkpoints: readonly KnownCheckpoint[]) {
    let latestMs = Number.NEGATIVE_INFINITY
    for (const { size, time } of checkpoints.toSorted((a, b) => a.size - b.size)) {
      if (time === null || Date.parse(time) <= latestMs) continue
      latestMs = Date.parse(time)
      this.#bounds.push({ size, earliest: new Date(latestMs - toleranceMs).toISOString().slice(0, -1) })
    }
  }

  /** Both times are ISO 8601 in UTC, whose order is that of their text; a Z behind milliseconds would come after a digit. */
  check({ seq, id, event }: Sealed, findings: Findings): void {
    const bound = this.#boundOf(seq)
    if (!event || !bound || event.recordedAt >= bound.earliest) return
    const detail = `Event ${seq} claims to have been recorded at ${event.recordedAt}, and a checkpoint that was signed more than an hour later does not cover it: it was put in back-dated.`
    findings.add({ kind: 'event-backdated', seq, id, time: timeOfId(id), detail })
  }

  /** The last one with a size that does not cover the event. */
  #boundOf(seq: number): { earliest: string } | undefined {
    let [from, to] = [0, this.#bounds.length]
    while (from < to) {
      const middle = Math.floor((from + to) / 2)
      if ((this.#bounds[middle]?.size ?? 0) <= seq) from = middle + 1
      else to = middle
    }
    return this.#bounds[from - 1]
  }
}
