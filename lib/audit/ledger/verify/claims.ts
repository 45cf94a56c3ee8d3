import type pg from 'pg'
import { type Group, groups } from '../leaf'
import { recordedAtSql, type StoredEvent } from '../stored-event'
import { checkDrop, checkDropTable, contains, type Drop, dropsIn, isSameDrop, tellGone } from './dropped'
import { type Findings, timeOfId } from './finding'
import type { Sealed } from './read-sealed'

type Announcement = Pick<StoredEvent, 'id' | 'source' | 'action' | 'metadata' | 'recordedAt'>
type AnnouncedDrop = Drop & { by: string; droppedAt: string }

const announcementColumns = `e."id", e."source", e."action", e."metadata"::text AS "metadata", ${recordedAtSql('e')} AS "recordedAt"`

/**
 * Acts that take something out of the trail must be events themselves: an erasure (AUDIT_ERASED names the ids and the
 * groups) and a dropped month (AUDIT_DROPPED names its bounds and the number of its events). A row in the tables of these
 * acts is only a claim, and so is an event until it was found to be as it was sealed.
 */
export class Claims {
  readonly #pool: pg.Pool
  readonly #erased = new Map<string, Set<Group>>()
  readonly #announcedErasures = new Map<string, Set<Group>>()
  /** Of events that were looked at. */
  readonly #announcedDrops: AnnouncedDrop[] = []
  /** Of events that stand in the trail, whatever they are worth: their missing events are not told one by one. */
  #possibleDrops: AnnouncedDrop[] = []

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Reads what may have been dropped; again before an event is called missing. */
  async load(): Promise<void> {
    const from = (table: string) =>
      `SELECT ${announcementColumns} FROM "${table}" AS e WHERE e."action" = 'AUDIT_DROPPED'`
    const { rows } = await this.#pool.query<Announcement>(`${from('AuditLog')} UNION ALL ${from('audit_log_archive')}`)
    this.#possibleDrops = rows.flatMap(announcedDrops)
  }

  /** What was taken out of an event that still stands. */
  look({ id, event, erased }: Sealed): void {
    if (!event || !erased) return
    const taken = this.#erased.get(id) ?? new Set()
    for (const group of groups) if (erased[group]) taken.add(group)
    this.#erased.set(id, taken)
  }

  /** What an event says that was taken out. Only of events that are as they were sealed, or wait for it. */
  announce(event: Announcement): void {
    if (event.source !== 'daybook' || event.metadata === null) return
    if (event.action === 'AUDIT_ERASED') this.#announceErasure(parsed(event.metadata))
    // One that waited for the sealer a moment ago comes again.
    if (event.action === 'AUDIT_DROPPED' && !this.#isAnnounced(event.id))
      this.#announcedDrops.push(...announcedDrops(event))
  }

  #isAnnounced(id: string): boolean {
    return this.#announcedDrops.some(({ by }) => by === id)
  }

  /** An event of the version before names no groups: any of them may have been meant. */
  #announceErasure(metadata: Record<string, unknown>): void {
    const named = metadata['groups']
    for (const group of groups)
      for (const id of isRecord(named) ? texts(named[group]) : texts(metadata['events'])) {
        const announced = this.#announcedErasures.get(id) ?? new Set()
        this.#announcedErasures.set(id, announced.add(group))
      }
  }

  /** True when a missing row lies in a month that may have been dropped; whether that is true is known at the end. */
  mayBeDropped(id: string): boolean {
    return this.#possibleDrops.some((drop) => contains(drop, id))
  }

  /**
   * After the last event. `announceRest` announces what was recorded since the size of the tree was read: whatever is
   * seen before it was recorded before it, in one transaction with its event.
   */
  async check(findings: Findings, announceRest: () => Promise<void>): Promise<void> {
    const { rows } = await this.#pool.query<Drop>(
      'SELECT "partition", "fromId", "toId", "rows"::float8 AS "rows" FROM "AuditDrop"',
    )
    for (const event of await unsealedAnnouncements(this.#pool)) this.announce(event)
    await announceRest()
    await this.#checkDrops(findings)
    checkDropTable(rows, this.#announcedDrops, findings)
    this.#checkErasures(findings)
  }

  async #checkDrops(findings: Findings): Promise<void> {
    // The first to say it says when it was.
    const drops = withoutRepeats(this.#announcedDrops)
    for (const drop of drops) await checkDrop(drop, drop.droppedAt, findings)
    const isAccounted = (id: string) => drops.some((drop) => contains(drop, id))
    for (const drop of withoutRepeats(this.#possibleDrops))
      if (!drops.some((one) => isSameDrop(one, drop))) await tellGone(drop, isAccounted, findings)
  }

  #checkErasures(findings: Findings): void {
    for (const [id, taken] of this.#erased) {
      const announced = this.#announcedErasures.get(id)
      const secret = [...taken].filter((group) => !announced?.has(group))
      if (secret.length === 0) continue
      const detail = `Values of this event were taken away (${secret.join(', ')}) and no event says that they were erased.`
      findings.add({ kind: 'erasure-unrecorded', seq: null, id, time: timeOfId(id), detail })
    }
  }
}

function withoutRepeats(drops: readonly AnnouncedDrop[]): AnnouncedDrop[] {
  return drops.filter((drop, i) => drops.findIndex((one) => isSameDrop(one, drop)) === i)
}

/** Committed and not sealed yet. */
async function unsealedAnnouncements(pool: pg.Pool): Promise<Announcement[]> {
  const { rows } = await pool.query<Announcement>(`SELECT ${announcementColumns}
    FROM "AuditUnsealed" AS q JOIN "AuditLog" AS e USING ("id") WHERE e."action" IN ('AUDIT_ERASED', 'AUDIT_DROPPED')`)
  return rows
}

function announcedDrops({ id, source, metadata, recordedAt }: Announcement): AnnouncedDrop[] {
  if (source !== 'daybook' || metadata === null) return []
  return dropsIn(parsed(metadata)).map((drop) => ({ ...drop, by: id, droppedAt: recordedAt }))
}

function parsed(metadata: string): Record<string, unknown> {
  const value: unknown = JSON.parse(metadata)
  return isRecord(value) ? value : {}
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
