import type pg from 'pg'
import { type Findings, timeOfId } from './finding'
import type { Sealed } from './read-sealed'

type Drop = { partition: string; fromId: string; toId: string }

/**
 * Acts that take something out of the trail must be events themselves: an erasure (AUDIT_ERASED names the ids) and a
 * dropped month (AUDIT_DROPPED names the partition). A row in the tables of these acts is only a claim until then.
 */
export class Claims {
  readonly #pool: pg.Pool
  readonly #erased = new Set<string>()
  readonly #announcedErasures = new Set<string>()
  readonly #announcedDrops = new Set<string>()
  readonly #missing: { place: Sealed; partition: string }[] = []
  #drops: Drop[] = []

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Reads what was dropped; call it once before the first event. */
  async load(): Promise<void> {
    const { rows } = await this.#pool.query<Drop>('SELECT "partition", "fromId", "toId" FROM "AuditDrop"')
    this.#drops = rows
  }

  look({ id, event, erased }: Sealed): void {
    if (erased) this.#erased.add(id)
    if (event?.source !== 'daybook' || event.metadata === null) return
    if (event.action === 'AUDIT_ERASED')
      for (const one of namesIn(event.metadata, 'events')) this.#announcedErasures.add(one)
    if (event.action === 'AUDIT_DROPPED')
      for (const one of namesIn(event.metadata, 'partitions')) this.#announcedDrops.add(one)
  }

  /** True when a missing row lies in a month that is said to be dropped; whether that is true is known at the end. */
  mayBeDropped(place: Sealed): boolean {
    const drop = this.#drops.find(({ fromId, toId }) => place.id >= fromId && place.id < toId)
    if (!drop) return false
    this.#missing.push({ place, partition: drop.partition })
    return true
  }

  /** After the last event. */
  check(findings: Findings): void {
    for (const { place, partition } of this.#missing) {
      if (this.#announcedDrops.has(partition)) continue
      const { seq, id } = place
      const detail = `Event ${seq} was sealed and its row is gone; no event says that ${partition} was dropped.`
      findings.add({ kind: 'event-missing', seq, id, time: timeOfId(id), detail })
    }
    for (const id of this.#erased) {
      if (this.#announcedErasures.has(id)) continue
      const detail = 'Values of this event were taken away and no event says that they were erased.'
      findings.add({ kind: 'erasure-unrecorded', seq: null, id, time: timeOfId(id), detail })
    }
  }
}

function namesIn(metadata: string, key: string): string[] {
  const value: unknown = JSON.parse(metadata)
  const names =
    value !== null && typeof value === 'object' && key in value ? (value as Record<string, unknown>)[key] : []
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
