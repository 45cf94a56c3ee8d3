import type { Context } from '../context'
import type { Tx } from '../db'
import { uuidv7 } from '../ids'
import { byName } from './by-name'
import type { TimelineEntry } from './contract'

/** What people did, as the timeline keeps it; what alerts and channels did is read from their own rows. */
export type EntryKind = Exclude<TimelineEntry['kind'], 'alert' | 'delivery' | 'event'>

/** Adds a line to the timeline of an incident, in the transaction of what it tells. */
export async function writeEntry(
  tx: Tx,
  ctx: Context,
  entry: { incidentId: string; kind: EntryKind; text: string; at: Date },
): Promise<TimelineEntry> {
  const row = { id: uuidv7(entry.at), ...entry, byName: byName(ctx) }
  await tx.incidentEntry.create({ data: row, select: { id: true } })
  return { id: row.id, kind: row.kind, text: row.text, byName: row.byName, at: row.at.toISOString(), href: null }
}
