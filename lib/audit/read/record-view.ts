import { hourMs } from '../../clock'
import type { Context } from '../../context'
import { getPool } from '../../db'
import { uuidv7Floor } from '../../ids'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import { logSuccess } from '../write/log'

/** Who was recorded in which hour; the hour's end empties it. */
const seen = () => processSingleton('audit.views', () => ({ hour: 0, ids: new Set<string>() }))

/** That somebody looked at the trail is an event itself, once per person (or key) and hour. Never throws. */
export async function recordView({ actor, now }: Context): Promise<void> {
  if (actor.type !== 'user' && actor.type !== 'apiKey') return
  const hour = Math.floor(now().getTime() / hourMs)
  const views = seen()
  if (views.hour !== hour) Object.assign(views, { hour, ids: new Set() })
  if (views.ids.has(actor.id)) return
  // Before it is written, so that ten requests of one page are one view.
  views.ids.add(actor.id)
  if (actor.type === 'user' && (await isRecorded(actor.id, hour))) return
  await logSuccess('AUDIT_VIEWED', 'Looked at the audit trail')
}

/** Another process may have recorded it (of a key each process says it for itself). When that cannot be told, twice is better than never. */
async function isRecorded(id: string, hour: number): Promise<boolean> {
  try {
    const { rowCount } = await getPool().query({
      name: 'audit-viewed',
      text: `SELECT FROM "AuditLog" WHERE "userId" = $1 AND "action" = 'AUDIT_VIEWED' AND "id" >= $2 LIMIT 1`,
      values: [id, uuidv7Floor(new Date(hour * hourMs))],
    })
    return rowCount === 1
  } catch (error) {
    logger.debug('AUDIT_VIEW_UNKNOWN', { error })
    return false
  }
}
