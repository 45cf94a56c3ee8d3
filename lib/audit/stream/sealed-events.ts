import { getPool } from '../../db'
import type { AuditEvent } from '../contract'
import { readEvents } from '../read/event'
import { eventFrame } from './sse'

/** An event, its place in the order of sealing, and the text that tells of it, which is the same for every client. */
export type SealedEvent = { seq: number; event: AuditEvent; frame: string }

/** The events in the places [from, to), in order. A place whose event has left the trail is passed over. */
export async function readSealedEvents(from: number, to: number): Promise<SealedEvent[]> {
  const { rows } = await getPool().query<{ seq: string; id: string }>({
    name: 'audit-stream-leaves',
    text: `SELECT "seq"::text, "id" FROM "AuditLeaf" WHERE "seq" >= $1 AND "seq" < $2 ORDER BY "seq"`,
    values: [from, to],
  })
  const ids = rows.map(({ id }) => id)
  const events = new Map((await readEvents(getPool(), 'AuditLog', ids)).map((event) => [event.id, event]))
  return rows.flatMap(({ seq: place, id }) => {
    const event = events.get(id)
    const seq = Number(place)
    return event ? [{ seq, event, frame: eventFrame(seq, event) }] : []
  })
}
