import type { Tx } from '../db'
import { env } from '../env'
import { sentryUrlOf } from '../sentry-event'

export type AlertEvents = { firstEventId: string | null; lastEventId: string | null }

/** Where Sentry shows the error that the alert's first or else its last event tells of, or null. */
export async function readSentryUrl(
  db: Pick<Tx, 'auditLog'>,
  { firstEventId, lastEventId }: AlertEvents,
): Promise<string | null> {
  const ids = [firstEventId, lastEventId].filter((id) => id !== null)
  if (ids.length === 0 || !env().SENTRY_DSN) return null
  const events = await db.auditLog.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    select: { source: true, metadata: true },
  })
  return events.map(sentryUrlOf).find((url) => url !== null) ?? null
}
