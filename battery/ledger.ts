import { randomBytes } from 'node:crypto'
import { type AuditRow, buildAuditRow } from '../lib/audit/write/row'
import type { Stored } from '../lib/audit/write/writer'
import { systemContext } from '../lib/context'
import { type Answer, type Order, toWire } from './orders'

/**
 * One order as the driver knows it. `asked` is under way; `unknown` may have been done or not, since nobody lived to
 * tell, or the transaction's end was not heard of.
 */
export type Entry = {
  n: number
  kind: 'write' | 'log' | 'lead'
  outcome: 'asked' | 'ok' | 'refused' | 'unknown'
  stored?: Stored
  /** The code it was refused with. */
  code?: string
  /** Of the event; of the lead for a lead. */
  id?: string
  /** What the writer has to keep, as the driver made it. */
  bodyHash?: string
  tookMs?: number
}

/** Which kinds of orders are given, by their number. */
export type Mix = (n: number) => Entry['kind']

/** Mostly events; some through `logSuccess`, and now and then a business write. */
export const usualMix: Mix = (n) => (n % 50 === 0 ? 'lead' : n % 10 === 0 ? 'log' : 'write')

/** What the driver asked for, and what became of it: the other side of the trail. */
export class Ledger {
  /** How its orders name themselves in the database: the type of entity, and the beginning of a lead's name. */
  readonly tag = `Battery ${randomBytes(4).toString('hex')}`
  readonly entries: Entry[] = []
  readonly #mix: Mix
  readonly #under = new Map<number, Order>()
  readonly #again: Order[] = []
  /** How often nobody could tell what became of an order. */
  unknowns = 0
  /** Events that were acknowledged so far, by where they were kept. */
  readonly kept: Record<Stored, number> = { database: 0, spool: 0, log: 0 }

  constructor(mix: Mix = usualMix) {
    this.#mix = mix
  }

  /** The next order: one whose outcome is unknown again, else a new one. */
  next(kind?: Entry['kind']): Order {
    const order = (kind === undefined && this.#again.pop()) || this.#make(kind ?? this.#mix(this.entries.length))
    this.#under.set(order.n, order)
    return order
  }

  /** The orders that have to be asked again. */
  get toRepeat(): number {
    return this.#again.length
  }

  /** Puts an event of the driver's own making on the ledger. */
  orderOf(row: AuditRow): Order {
    const n = this.entries.length
    const entry: Entry = { n, kind: 'write', outcome: 'asked', id: row.id }
    if (row.bodyHash !== null) entry.bodyHash = row.bodyHash
    this.entries.push(entry)
    const order: Order = { n, kind: 'write', row: toWire(row) }
    this.#under.set(n, order)
    return order
  }

  #make(kind: Entry['kind']): Order {
    const n = this.entries.length
    if (kind === 'write') return this.orderOf(this.eventOf(n))
    this.entries.push({ n, kind, outcome: 'asked' })
    return { n, kind }
  }

  settle(answer: Answer): void {
    const entry = this.entries[answer.n]
    this.#under.delete(answer.n)
    if (!entry || 'status' in answer) return
    entry.tookMs = answer.tookMs
    if ('stored' in answer) {
      entry.outcome = 'ok'
      entry.stored = answer.stored
      this.kept[answer.stored] += 1
      if (answer.id !== undefined) entry.id = answer.id
      return
    }
    entry.code = answer.refused
    // The end of a transaction may have gone unheard.
    entry.outcome = answer.refused === 'UNAVAILABLE' ? 'unknown' : 'refused'
    if (entry.outcome === 'unknown') this.unknowns += 1
  }

  /** What was refused while the database was away all the time cannot have been done. */
  refuse(n: number): void {
    const entry = this.entries[n]
    if (entry?.outcome !== 'unknown') return
    entry.outcome = 'refused'
    this.unknowns -= 1
  }

  /** Its app died before it answered. */
  lose(n: number): void {
    const order = this.#under.get(n)
    const entry = this.entries[n]
    if (!order || !entry) return
    this.#under.delete(n)
    this.unknowns += 1
    entry.outcome = 'unknown'
    if (order.kind === 'write') this.#again.push(order)
  }

  /** What was acknowledged from the spool and is not to come into the trail. */
  setAside(n: number): void {
    const entry = this.entries[n]
    if (entry) entry.outcome = 'refused'
  }

  count(outcome: Entry['outcome'], where: (entry: Entry) => boolean = () => true): number {
    let count = 0
    for (const entry of this.entries) if (entry.outcome === outcome && where(entry)) count += 1
    return count
  }

  /** An event like those of a working day: text, numbers, names, and something to redact. */
  eventOf(n: number, at: Date = new Date()): AuditRow {
    const ctx = systemContext('battery', { now: () => at, ipAddress: '203.0.113.7', userAgent: 'battery' })
    const metadata = { order: n, amountMinor: n * 7, currency: 'EUR', words: 'Grüße 🎓', token: 'not to be kept' }
    const details = {
      entityType: this.tag,
      entityId: String(n),
      before: { status: 'NEW' },
      after: { status: 'LOST', n },
    }
    const row = buildAuditRow(ctx, { action: 'LEAD_UPDATED', description: `Order ${n}`, metadata, ...details })
    if (!row) throw new Error('Before and after differ')
    return row
  }
}
