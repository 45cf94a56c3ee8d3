import type { Claimed } from '../../lib/alerts/deliver/claim'
import { Message } from '../../lib/alerts/message'
import type { Context } from '../../lib/context'
import { getDb } from '../../lib/db'

const tried = new Set<string>()

/** In place of `lib/alerts/deliver/claim.ts`: looks what is due and takes it for its own. */
export async function claimDue(_ctx: Context, busy: readonly string[], limit: number): Promise<Claimed[]> {
  const rows = await getDb().delivery.findMany({ where: { status: 'PENDING' }, orderBy: { id: 'asc' }, take: limit })
  return rows
    .filter(({ id, channelId }) => !tried.has(id) && !busy.includes(channelId))
    .slice(0, 1)
    .map(({ id, channelId, alertId, correlationId, kind, message }) => {
      tried.add(id)
      const parsed = Message.parse(message)
      return {
        id,
        channelId,
        alertId,
        correlationId,
        kind,
        message: parsed,
        attempt: 1,
        isMaybeRepeated: false,
        toldTo: [],
        claim: id,
      }
    })
}
