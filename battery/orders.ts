import type { AuditRow } from '../lib/audit/write/row'
import type { Stored } from '../lib/audit/write/writer'

/** What the driver asks an app for. `n` names the order in the driver's ledger, and in the event itself as its entity. */
export type Order =
  /** An event through the writer, as intake does; asked again with the same id when nobody knows what became of it. */
  | { n: number; kind: 'write'; row: WireRow }
  /** An event through `logSuccess`, which makes its id itself. */
  | { n: number; kind: 'log' }
  /** A CRITICAL event through `logCritical` about such an entity, so that one rule finds it. */
  | { n: number; kind: 'critical'; about: string }
  /** A business write: a row and its event in one transaction. */
  | { n: number; kind: 'lead' }
  /** What a page reads. */
  | { n: number; kind: 'read' }
  /** Whether it would say that it is ready. */
  | { n: number; kind: 'ready' }
  /** Takes all connections of the pool for so long. */
  | { n: number; kind: 'hold'; ms: number }

/** What became of an order: where its event is kept, with which code it was refused, or the status of the answer. */
export type Outcome = { stored: Stored; id?: string } | { refused: string } | { status: number }
export type Answer = { n: number; tookMs: number } & Outcome

/** From the driver to an app, and back. */
export type Request = { orders: Order[] } | { ask: 'spooled' | 'leads' | 'stop' }
export type Reply =
  | { ready: true }
  | { answers: Answer[] }
  | { spooled: number }
  | { leads: boolean }
  | { unhandled: string }

/** A row of the trail on its way through JSON. */
export type WireRow = Omit<AuditRow, 'occurredAt'> & { occurredAt: string }
export const toWire = (row: AuditRow): WireRow => ({ ...row, occurredAt: row.occurredAt.toISOString() })
export const fromWire = (row: WireRow): AuditRow => ({ ...row, occurredAt: new Date(row.occurredAt) })
